package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.policy.PacketLine.Named;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/** Holds a judge to a scenario. A line that fails says which packet it was and how the specification explains itself. */
final class ScenarioCheck {
    private final Scenario scenario;
    private final SoftAssertions failures = new SoftAssertions();

    private ScenarioCheck(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Fails when the judge disagrees; returns how many packets it was asked about. */
    static int check(Scenario scenario, Judge judge) {
        List<Packet> packets = new ArrayList<>();
        scenario.lines().forEach(line -> packets.addAll(line.packets()));
        List<Answer> answers = judge.judge(scenario.cluster(), packets);
        assertThat(answers).hasSameSizeAs(packets);
        ScenarioCheck check = new ScenarioCheck(scenario);
        int next = 0;
        for (PacketLine line : scenario.lines()) {
            for (Packet packet : line.packets()) {
                check.compare(line, packet, answers.get(next++));
            }
        }
        check.failures.assertAll();
        return next;
    }

    private void compare(PacketLine line, Packet packet, Answer answer) {
        String where = scenario.title() + "\n  " + line.text() + "\n  " + packet + "\n"
                + Explanations.of(new PolicyEvaluator(scenario.cluster()).evaluate(packet));
        failures.assertThat(answer.verdict()).as(where).isEqualTo(line.verdict());
        compare(where + "\n  egress", line.egress(), answer.egress());
        compare(where + "\n  ingress", line.ingress(), answer.ingress());
    }

    private void compare(String where, @Nullable Named expected, @Nullable End actual) {
        if (expected != null) {
            failures.assertThat(actual == null ? End.NOT_ENFORCED : actual)
                    .as(where)
                    .matches(expected::describes, expected.toString());
        }
    }
}
