package dev.weir.daemon.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.LoggingSettings.Version;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.testing.TestClock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which configuration counts on a node, and what people of the cluster are told, as on GKE. */
class LoggingChangesTests {
    private static final LoggingSettings OFF = settings(Action.OFF, Action.OFF, 1);
    private static final LoggingSettings DENIES = settings(Action.OFF, Action.ALL, 2);
    private static final LoggingSettings INVALID = settings(new Action(false, true), Action.OFF, 3);

    private final LoggingChanges changes = new LoggingChanges(new TestClock());
    private NodeProgram program = NodeProgram.EMPTY;

    private static LoggingSettings settings(Action allow, Action deny, long generation) {
        return new LoggingSettings(
                allow, deny, Set.of("shop"), Set.of(), new Version(generation, generation + "0"), null);
    }

    @BeforeEach
    void start() {
        changes.use(program.logging());
    }

    private void comes(LoggingSettings next) {
        var stamp = new ProgramStamp(1, program.revision() + 1);
        program = program.apply(new ProgramChange(stamp, 0, ProgramChange.Content.NONE, next));
        changes.use(program.logging());
    }

    private String[] told() {
        return changes.state().changes().stream()
                .map(change -> (change.rejected() ? "warning: " : "") + change.message())
                .toArray(String[]::new);
    }

    @Test
    void anInvalidObjectKeepsTheConfigurationBeforeAndIsToldOnce() {
        comes(DENIES);
        comes(INVALID);
        comes(INVALID);
        assertThat(program.logging().deny()).isEqualTo(Action.ALL);
        assertThat(program.logging().version().generation()).isEqualTo(2);
        assertThat(told())
                .containsExactly(
                        "enabled network policy logging (resourceVersion = 20)",
                        "warning: cluster allow log action is invalid: delegate cannot be true when log is false");
        comes(OFF);
        assertThat(program.logging().rejected()).isNull();
    }

    @Test
    void anInvalidObjectDoesNotHoldTheAnnotationsBack() {
        comes(settings(Action.OFF, Action.DELEGATED, 2));
        comes(new LoggingSettings(
                new Action(false, true), Action.OFF, Set.of("payments"), Set.of(), new Version(3, "30"), null));
        assertThat(program.logging().denyNamespaces()).containsExactly("payments");
    }

    @Test
    void anInvalidObjectOnANewNodeMeansOff() {
        comes(INVALID);
        assertThat(program.logging().isOn()).isFalse();
    }

    @Test
    void everyChangeIsToldWithItsVersion() {
        comes(OFF);
        comes(DENIES);
        comes(settings(Action.ALL, Action.ALL, 4));
        comes(OFF);
        comes(LoggingSettings.OFF);
        assertThat(told())
                .containsExactly(
                        "updated network policy logging (resourceVersion = 10)",
                        "enabled network policy logging (resourceVersion = 20)",
                        "updated network policy logging (resourceVersion = 40)",
                        "disabled network policy logging (resourceVersion = 10)",
                        "deleted network logging");
    }

    @Test
    void whatAnEarlierLifeLeftIsNoChange() {
        var next = new LoggingChanges(new TestClock());
        next.use(DENIES);
        assertThat(next.state().changes()).isEmpty();
    }
}
