package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.NamespaceWorkloads.WorkloadRow;
import dev.weir.console.Parts.Mark;
import dev.weir.console.TimeBar.Times;
import dev.weir.net.Direction;
import dev.weir.policy.MatchedPods;
import java.util.List;

/**
 * What was in a namespace at an earlier time. Whether policies were in force and what was recorded is not kept; who talked to whom and what
 * was denied is on pages of its own.
 *
 * @param mode whether its policies were in shadow together
 */
record NamespaceThenView(Mark mode, String modes, List<Row> policies, List<WorkloadRow> workloads, String flowsHref) {

    record Row(String name, String href, boolean inbound, boolean outbound, Mark mode, String summary, String pods) {}

    static NamespaceThenView of(Namespace namespace, ClusterSnapshot past, Times times, PoliciesView.Tools tools) {
        String name = namespace.name();
        Texts texts = tools.texts();
        NamespaceModeView mode = NamespaceModeView.of(namespace, past, texts);
        return new NamespaceThenView(
                mode.mark(),
                mode.summary(),
                past.policiesIn(name).stream()
                        .map(policy -> row(policy, past, tools))
                        .toList(),
                NamespaceWorkloads.rows(name, past, List.of(), texts),
                LogsAddress.of(
                        "/flows",
                        new String[] {"ns", name},
                        new String[] {"from", "24h"},
                        new String[] {"to", times.to()},
                        new String[] {"at", times.at()}));
    }

    private static Row row(NetworkPolicy policy, ClusterSnapshot past, PoliciesView.Tools tools) {
        Texts texts = tools.texts();
        return new Row(
                policy.ref().name(),
                PolicyAddress.detail(policy.ref()),
                policy.types().contains(Direction.INGRESS),
                policy.types().contains(Direction.EGRESS),
                past.isInShadow(policy) ? Mark.warning(texts.of("shadow.on")) : Mark.good(texts.of("shadow.off")),
                tools.words().explain(policy, past).summary(),
                texts.number(MatchedPods.selectedBy(policy, past).size()));
    }
}
