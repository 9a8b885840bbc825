package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.kubernetes.LoggingInEffect.LoggingAnnouncer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which configuration counts, and what people of the cluster are told. */
class LoggingInEffectTests {
    private static final LoggingConfig OFF = new LoggingConfig(Switch.OFF, Switch.OFF, 1, "10");
    private static final LoggingConfig DENIES = new LoggingConfig(Switch.OFF, new Switch(true, false), 2, "20");
    private static final LoggingConfig INVALID = new LoggingConfig(new Switch(false, true), Switch.OFF, 3, "30");

    private final List<String> told = new ArrayList<>();
    private final LoggingInEffect logging = new LoggingInEffect(new LoggingAnnouncer() {
        @Override
        public void tell(String reason, String message) {
            told.add(reason + ": " + message);
        }

        @Override
        public void warn(String reason, String message) {
            told.add("warning " + reason + ": " + message);
        }
    });

    @Test
    void anInvalidObjectKeepsThePreviousConfigurationAndIsAnnouncedOnce() {
        logging.update(DENIES);

        assertThat(logging.update(INVALID)).isEqualTo(DENIES);
        assertThat(logging.update(INVALID)).isEqualTo(DENIES);
        assertThat(told)
                .containsExactly(
                        "warning InvalidNetworkLogging: cluster allow log action is invalid: delegate cannot be true when log is"
                                + " false");
    }

    @Test
    void anInvalidObjectAtTheStartMeansOff() {
        assertThat(logging.update(INVALID)).isEqualTo(LoggingConfig.ABSENT);
    }

    @Test
    void changesAreAnnouncedWithTheirVersion() {
        logging.update(OFF);
        logging.update(DENIES);
        logging.update(OFF);
        assertThat(logging.update(LoggingConfig.ABSENT)).isEqualTo(LoggingConfig.ABSENT);

        assertThat(told)
                .containsExactly(
                        "UpdateNetworkLogging: enabled network policy logging (resourceVersion = 20)",
                        "UpdateNetworkLogging: disabled network policy logging (resourceVersion = 10)",
                        "UpdateNetworkLogging: deleted network logging");
    }
}
