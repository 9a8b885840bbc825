package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario that is wrong fails, and says what was asked and why the answer is another. */
class ScenarioFileTests {
    private static Scenario scenario(String lines) {
        return ScenarioFile.parse("some.yaml", """
                world: pair
                scenarios:
                - name: some
                  policies:
                    here/closed: {podSelector: {matchLabels: {role: server}}}
                    here/from-there: {podSelector: {matchLabels: {role: server}}, ingress: [{from: [{namespaceSelector: {matchLabels: {side: far}}}]}]}
                """ + lines.indent(2))
                .scenarios()
                .getFirst();
    }

    private static void check(String lines) {
        ScenarioCheck.check(scenario(lines), ScenarioTests.SPECIFICATION);
    }

    @Test
    void aLineBetweenPodsIsAPacketInEachFamily() {
        assertThat(scenario("allow: [tcp there/client -> here/server:80]")
                        .lines()
                        .getFirst()
                        .packets())
                .extracting(Packet::toString)
                .containsExactly("TCP 10.244.2.3 -> 10.244.2.2:80", "TCP fd00:10:244:2::3 -> fd00:10:244:2::2:80");
    }

    @Test
    void aWrongVerdictFailsWithTheExplanation() {
        assertThatThrownBy(() -> check("allow: [tcp here/client -> here/server:80]"))
                .hasMessageContaining("some.yaml: some")
                .hasMessageContaining("tcp here/client -> here/server:80")
                .hasMessageContaining("here/from-there isolates and does not admit; rule 0: peer does not match");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ingress admitted by closed",
                "ingress admitted by from-there and closed",
                "ingress admitted by from-there[1]",
                "ingress isolated by from-there",
                "ingress open",
                "egress admitted by from-there"
            })
    void aWrongNameFails(String clause) {
        check("allow: [tcp there/client -> here/server:80; ingress admitted by from-there]");
        check("allow: ['tcp there/client -> here/server:80; egress open; ingress admitted by from-there[0]']");

        assertThatThrownBy(() -> check("allow: ['tcp there/client -> here/server:80; " + clause + "']"))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "allow: [tcp nobody/here -> here/server:80]",
                "allow: [tcp here/client to here/server:80]",
                "allow: [tcp here/client -> here/server:80; because I say so]",
                "allow: [quic here/client -> here/server:80]",
                "allow: ['tcp 10.0.0.1 -> [fd00::1]:80']",
                "alow: [tcp here/client -> here/server:80]",
                "allow: []"
            })
    void whatSaysNothingIsRefused(String lines) {
        assertThatThrownBy(() -> scenario(lines)).isInstanceOf(IllegalArgumentException.class);
    }
}
