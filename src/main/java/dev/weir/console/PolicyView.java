package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.console.Parts.YamlLine;
import dev.weir.counts.Missing;
import dev.weir.counts.PolicyHits;
import dev.weir.document.ObjectDocument;
import dev.weir.net.Direction;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.policy.MatchedPods;
import dev.weir.words.PolicyWords;
import dev.weir.words.PolicyWords.WordsView;
import dev.weir.words.RuleWords;
import dev.weir.words.WordLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One policy: what does it allow, to which pods, is it in force, and what is denied at these pods. */
record PolicyView(
        PolicyRef ref,
        Addresses addresses,
        WordsView words,
        InForce inForce,
        List<RuleRow> rules,
        Counts counts,
        List<PodRow> pods,
        String podsText,
        List<Link> others,
        Logging logging,
        List<YamlLine> yaml) {
    private static final int PODS_SHOWN = 100;

    record Addresses(
            String namespace,
            String edit,
            String delete,
            String logging,
            String logs,
            String denials,
            String history,
            String use,
            String hits) {
        static Addresses of(PolicyRef ref) {
            return new Addresses(
                    PolicyAddress.namespace(ref.namespace()),
                    PolicyAddress.edit(ref),
                    PolicyAddress.delete(ref),
                    PolicyAddress.logging(ref),
                    LogsAddress.of(LogsAddress.ofPolicy(ref), "24h"),
                    LogsAddress.of(LogsAddress.denialsIsolatedBy(ref), "24h"),
                    HistoryAddress.ofPolicy(ref),
                    PolicyAddress.use(ref),
                    PolicyAddress.hits(ref, PolicyHitsView.DAY));
        }
    }

    /** Polled until the state is complete. */
    record InForce(String href, Mark mark, boolean poll) {
        static InForce of(PolicyRef ref, Enforcement enforcement, Texts texts) {
            return new InForce(
                    PolicyAddress.detail(ref),
                    PoliciesView.inForceSentence(enforcement, texts),
                    !enforcement.isComplete());
        }
    }

    /** @param shared how many of its hits other rules admit too; null when none */
    record RuleRow(
            String name,
            String peers,
            String ports,
            @Nullable PodsMatched now,
            String hits,
            @Nullable String shared) {}

    /** What the policy came to in each direction, and what that does not contain. */
    record Counts(List<String> totals, @Nullable String missing) {
        static Counts of(Source source) {
            return new Counts(
                    source.hits().stream()
                            .map(hits -> CountWords.total(hits, source.texts()))
                            .toList(),
                    CountWords.missing(source.missing(), source.texts()));
        }
    }

    record PodRow(String name, String node, String addresses, Mark state, List<Link> others) {}

    /** Whether the policy asks for records of what it admits, and whether they are made. */
    record Logging(boolean annotated, Mark effective, String reason, String command) {}

    /** @param yaml of exactly this policy */
    static PolicyView of(NetworkPolicy policy, String yaml, Source source) {
        List<Pod> pods = MatchedPods.selectedBy(policy, source.snapshot());
        Texts texts = source.texts();
        return new PolicyView(
                policy.ref(),
                Addresses.of(policy.ref()),
                source.words().explain(policy, source.snapshot(), new WordLines(ObjectDocument.parse(yaml))),
                InForce.of(policy.ref(), source.enforcement(), texts),
                rules(policy, source),
                Counts.of(source),
                pods.stream()
                        .limit(PODS_SHOWN)
                        .map(pod -> pod(pod, policy, source))
                        .toList(),
                texts.of("policy.pods", pods.size()),
                others(pods, policy.ref(), source.snapshot()),
                logging(policy, source),
                YamlLine.of(yaml));
    }

    /** @param hits of each direction of the policy */
    record Source(
            ClusterSnapshot snapshot,
            Enforcement enforcement,
            List<PolicyHits> hits,
            Missing missing,
            PolicyWords words,
            Texts texts) {}

    private static List<RuleRow> rules(NetworkPolicy policy, Source source) {
        List<RuleRow> rows = new ArrayList<>();
        for (PolicyHits hits : source.hits()) {
            for (RuleCount count : hits.rules()) {
                rows.add(rule(policy, hits, count, source));
            }
        }
        return rows;
    }

    private static RuleRow rule(NetworkPolicy policy, PolicyHits hits, RuleCount count, Source source) {
        Texts texts = source.texts();
        RuleWords words = new RuleWords(texts);
        Rule rule = policy.rules(hits.direction()).get(count.rule());
        String namespace = policy.ref().namespace();
        return new RuleRow(
                texts.of("policy.rule." + hits.direction().label(), count.rule() + 1),
                words.peers(rule.peers(), namespace, hits.direction()),
                words.ports(rule.ports()),
                PodsMatched.ofRule(rule, namespace, source.snapshot(), texts),
                CountWords.hits(count, hits.since(), texts),
                CountWords.shared(count, texts));
    }

    private static PodRow pod(Pod pod, NetworkPolicy policy, Source source) {
        return new PodRow(
                pod.ref().name(),
                pod.node() == null ? source.texts().of("none") : pod.node().value(),
                String.join(
                        ", ",
                        pod.declaredAddresses().stream().map(Object::toString).toList()),
                state(pod, source.texts()),
                others(List.of(pod), policy.ref(), source.snapshot()));
    }

    static Mark state(Pod pod, Texts texts) {
        if (pod.hostNetwork()) {
            return Mark.warning(texts.of("pod.host-network"));
        }
        return pod.ready() ? Mark.good(texts.of("pod.ready")) : Mark.quiet(texts.of("pod.not-ready"));
    }

    /** Policies that select one of these pods too: policies never cancel each other, so they belong to the picture. */
    private static List<Link> others(List<Pod> pods, PolicyRef self, ClusterSnapshot snapshot) {
        return snapshot.policiesIn(self.namespace()).stream()
                .filter(policy -> !policy.ref().equals(self))
                .filter(policy -> pods.stream().anyMatch(policy::selects))
                .map(policy -> link(policy.ref()))
                .toList();
    }

    static Link link(PolicyRef ref) {
        return new Link(PolicyAddress.detail(ref), ref.name());
    }

    private static Logging logging(NetworkPolicy policy, Source source) {
        LoggingState state = new LoggingState(source.snapshot(), source.texts());
        boolean annotated = policy.wantsAllowLogging();
        return new Logging(
                annotated,
                state.policyMark(policy),
                state.policyReason(policy),
                Kubectl.annotatePolicy(policy.ref(), !annotated));
    }

    /** The page before a deletion: what stops being isolated. */
    record DeleteView(
            PolicyRef ref,
            Addresses addresses,
            WordsView words,
            List<String> inboundOpened,
            List<String> outboundOpened,
            String consequence,
            boolean confirmByName,
            @Nullable String error) {}

    static DeleteView deletion(NetworkPolicy policy, Source source, @Nullable String error) {
        List<NetworkPolicy> rest = source
                .snapshot()
                .enforcedPoliciesIn(policy.ref().namespace())
                .stream()
                .filter(other -> !other.ref().equals(policy.ref()))
                .toList();
        List<String> inbound = new ArrayList<>();
        List<String> outbound = new ArrayList<>();
        boolean isolates = !source.snapshot().isInShadow(policy);
        for (Pod pod : isolates ? MatchedPods.selectedBy(policy, source.snapshot()) : List.<Pod>of()) {
            Set<Direction> kept = Coverage.isolated(pod, rest);
            if (policy.types().contains(Direction.INGRESS) && !kept.contains(Direction.INGRESS)) {
                inbound.add(pod.ref().name());
            }
            if (policy.types().contains(Direction.EGRESS) && !kept.contains(Direction.EGRESS)) {
                outbound.add(pod.ref().name());
            }
        }
        boolean opens = !inbound.isEmpty() || !outbound.isEmpty();
        return new DeleteView(
                policy.ref(),
                Addresses.of(policy.ref()),
                source.words().explain(policy, source.snapshot()),
                inbound,
                outbound,
                source.texts().of(opens ? "delete.opens" : "delete.closes", inbound.size(), outbound.size()),
                opens,
                error);
    }
}
