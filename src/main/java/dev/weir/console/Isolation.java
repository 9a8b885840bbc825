package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether connections of pods need a policy that admits them, and which policies isolate; in shadow, which would. */
record Isolation(Mark mark, List<Link> policies) {

    /** @param selecting the policies that select the pods */
    static Isolation of(List<NetworkPolicy> selecting, Direction direction, ClusterSnapshot snapshot, Texts texts) {
        Map<Boolean, List<Link>> policies = selecting.stream()
                .filter(policy -> policy.types().contains(direction))
                .collect(Collectors.partitioningBy(
                        snapshot::isInShadow,
                        Collectors.mapping(policy -> PolicyView.link(policy.ref()), Collectors.toList())));
        List<Link> enforced = policies.getOrDefault(false, List.of());
        List<Link> shadow = policies.getOrDefault(true, List.of());
        if (!enforced.isEmpty()) {
            return new Isolation(Mark.good(texts.of("isolation.isolated")), enforced);
        }
        return shadow.isEmpty()
                ? new Isolation(Mark.quiet(texts.of("isolation.open." + direction.label())), shadow)
                : new Isolation(Mark.warning(texts.of("isolation.shadow." + direction.label())), shadow);
    }

    static Isolation notEnforceable(Texts texts) {
        return new Isolation(Mark.warning(texts.of("isolation.not-enforceable")), List.of());
    }
}
