package dev.weir.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DaemonConfigTests {
    @Test
    void everythingHasADefault() {
        var config = DaemonConfig.from(Map.of("WEIR_NODE_NAME", "node-1"));
        assertThat(config.records().file().path()).isEqualTo(Path.of("/var/log/network/policy_action.log"));
        assertThat(config.records().denials().window()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.records().linesPerSecond()).isEqualTo(500);
        assertThat(config.kernel().uplink()).isEmpty();
    }

    @Test
    void durationsHaveUnits() {
        assertThat(denyAggregation("1s")).isEqualTo(Duration.ofSeconds(1));
        assertThat(denyAggregation("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(denyAggregation("PT2M")).isEqualTo(Duration.ofMinutes(2));
        assertThatThrownBy(() -> denyAggregation("5"))
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.action()).contains("such as 5s"))
                .hasMessage("WEIR_DENY_AGGREGATION is no duration: 5");
    }

    private static Duration denyAggregation(String text) {
        return DaemonConfig.from(Map.of("WEIR_DENY_AGGREGATION", text))
                .records()
                .denials()
                .window();
    }

    @Test
    void pairsAreANumberThatIsBounded() {
        assertThat(DaemonConfig.from(Map.of()).pairs()).isEqualTo(200);
        assertThat(DaemonConfig.from(Map.of("WEIR_PAIRS", "0")).pairs()).isZero();
        assertThatThrownBy(() -> DaemonConfig.from(Map.of("WEIR_PAIRS", "10001")))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("WEIR_PAIRS is 10001.");
    }

    @Test
    void theHelpNamesEveryVariable() {
        assertThat(Pattern.compile("WEIR_[A-Z_]+").matcher(DaemonConfig.HELP).results())
                .hasSize(15);
    }

    @Test
    void anOldKernelIsRefusedWithARemedy() {
        KernelRequirement.checkRelease("6.18.44-fc-v769");
        KernelRequirement.checkRelease("6.6.0");
        KernelRequirement.checkRelease("7.0");
        assertThatThrownBy(() -> KernelRequirement.checkRelease("6.1.0-40-amd64"))
                .isInstanceOfSatisfying(
                        StartupFailure.class,
                        failure -> assertThat(failure.action()).contains("6.6"));
    }

    @Test
    void aFolderThatIsNoBpfFileSystemIsRefused() {
        assertThatThrownBy(() -> KernelRequirement.checkBpffs(Path.of("/tmp")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("not mounted");
    }
}
