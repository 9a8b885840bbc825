package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import org.junit.jupiter.api.Test;

class LoggingInEffectTests {
    private static final LoggingConfig DENIES = new LoggingConfig(Switch.OFF, new Switch(true, false), 2, "20");
    private static final LoggingConfig INVALID = new LoggingConfig(new Switch(false, true), Switch.OFF, 3, "30");

    private final LoggingInEffect logging = new LoggingInEffect();

    @Test
    void anInvalidObjectKeepsThePreviousConfiguration() {
        logging.update(DENIES);
        logging.update(INVALID);
        assertThat(logging.effective()).isEqualTo(DENIES);
        assertThat(logging.declared()).isEqualTo(INVALID);
    }

    @Test
    void anInvalidObjectAtTheStartMeansOff() {
        logging.update(INVALID);
        assertThat(logging.effective()).isEqualTo(LoggingConfig.ABSENT);
    }

    @Test
    void noObjectMeansOff() {
        logging.update(DENIES);
        logging.update(null);
        assertThat(logging.effective()).isEqualTo(LoggingConfig.ABSENT);
    }

    @Test
    void aChangeOfTheStatusIsNoChangeOfTheConfiguration() {
        logging.update(DENIES);
        logging.update(new LoggingConfig(DENIES.allow(), DENIES.deny(), 2, "21"));
        assertThat(logging.declared().resourceVersion()).isEqualTo("21");
        assertThat(logging.declared().specVersion()).isEqualTo("20");
        logging.update(new LoggingConfig(DENIES.allow(), DENIES.deny(), 3, "22"));
        assertThat(logging.declared().specVersion()).isEqualTo("22");
    }
}
