package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.net.Direction;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeRegistry;
import dev.weir.policy.MatchedPods;
import dev.weir.words.PolicyWords;
import dev.weir.words.PolicyWords.WordsView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The list of policies: what exists, is it doing anything, and which are wrong. */
record PoliciesView(
        Query query,
        List<Choice> states,
        List<Row> rows,
        String summary,
        @Nullable String older,
        String createHref,
        @Nullable Blank blank) {
    private static final int PAGE = 100;

    /** What the address asks for. State: empty, {@code selects-none}, {@code not-in-force}, {@code shadow} or {@code caution}. */
    record Query(String ns, String q, String state, String after) {
        boolean isEmpty() {
            return ns.isEmpty() && q.isEmpty() && state.isEmpty();
        }
    }

    record Choice(String value, String text, boolean current) {}

    record Row(
            String name,
            String href,
            String namespace,
            String namespaceHref,
            boolean inbound,
            boolean outbound,
            boolean inShadow,
            String summary,
            List<String> cautions,
            String pods,
            Mark inForce,
            Mark logging) {}

    /** What the rows are made with. */
    record Tools(PolicyWords words, NodeRegistry nodes, Texts texts) {}

    static PoliciesView of(Query query, ClusterSnapshot snapshot, Tools tools) {
        Texts texts = tools.texts();
        List<NetworkPolicy> matching = snapshot.policies().stream()
                .filter(policy ->
                        query.ns().isEmpty() || policy.ref().namespace().equals(query.ns()))
                .filter(policy -> mentions(policy, snapshot, query.q()))
                .filter(policy -> hasState(policy, snapshot, query.state(), tools))
                .toList();
        List<NetworkPolicy> rest = matching.stream()
                .filter(policy -> policy.ref().toString().compareTo(query.after()) > 0)
                .toList();
        List<NetworkPolicy> page = rest.subList(0, Math.min(PAGE, rest.size()));
        return new PoliciesView(
                query,
                states(query.state(), texts),
                page.stream().map(policy -> row(policy, snapshot, tools)).toList(),
                texts.of(
                        "policies.summary", matching.size(), snapshot.policies().size()),
                rest.size() > page.size() ? next(query, page.getLast()) : null,
                query.ns().isEmpty() ? "/policies/new" : PolicyAddress.create(query.ns()),
                matching.isEmpty() ? blank(query, snapshot, texts) : null);
    }

    private static String next(Query query, NetworkPolicy last) {
        return LogsAddress.of(
                "/policies",
                new String[] {"ns", query.ns()},
                new String[] {"q", query.q()},
                new String[] {"state", query.state()},
                new String[] {"after", last.ref().toString()});
    }

    private static List<Choice> states(String current, Texts texts) {
        return List.of("", "selects-none", "not-in-force", "shadow", "caution").stream()
                .map(value -> new Choice(
                        value, texts.of("policies.state." + (value.isEmpty() ? "any" : value)), value.equals(current)))
                .toList();
    }

    private static Blank blank(Query query, ClusterSnapshot snapshot, Texts texts) {
        if (snapshot.policies().isEmpty()) {
            return new Blank(
                    texts.of("policies.none"),
                    texts.of("policies.none.text"),
                    List.of(),
                    new Link("/policies/new", texts.of("policies.new")));
        }
        Link all = new Link(
                "/policies", texts.of("policies.show-all", snapshot.policies().size()));
        return new Blank(texts.of("policies.no-match"), null, List.of(), query.isEmpty() ? null : all);
    }

    private static boolean mentions(NetworkPolicy policy, ClusterSnapshot snapshot, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || policy.ref().toString().contains(wanted)
                || policy.podSelector().matchLabels().entrySet().stream()
                        .anyMatch(label -> (label.getKey() + "=" + label.getValue()).contains(wanted))
                || MatchedPods.selectedBy(policy, snapshot).stream()
                        .anyMatch(pod -> pod.ref().name().contains(wanted));
    }

    private static boolean hasState(NetworkPolicy policy, ClusterSnapshot snapshot, String state, Tools tools) {
        return switch (state) {
            case "selects-none" -> MatchedPods.selectedBy(policy, snapshot).isEmpty();
            case "not-in-force" -> !tools.nodes().enforcement(policy.ref()).isComplete();
            case "shadow" -> snapshot.isInShadow(policy);
            case "caution" ->
                !tools.words().explain(policy, snapshot).cautions().isEmpty();
            default -> true;
        };
    }

    private static Row row(NetworkPolicy policy, ClusterSnapshot snapshot, Tools tools) {
        PolicyRef ref = policy.ref();
        WordsView words = tools.words().explain(policy, snapshot);
        long pods = MatchedPods.selectedBy(policy, snapshot).stream()
                .filter(pod -> pod.isEnforced() && !snapshot.isInShadow(policy))
                .count();
        return new Row(
                ref.name(),
                PolicyAddress.detail(ref),
                ref.namespace(),
                PolicyAddress.namespace(ref.namespace()),
                policy.types().contains(Direction.INGRESS),
                policy.types().contains(Direction.EGRESS),
                snapshot.isInShadow(policy),
                words.summary(),
                words.cautions(),
                tools.texts().number(pods),
                inForce(tools.nodes().enforcement(ref), tools.texts()),
                new LoggingState(snapshot, tools.texts()).policyMark(policy));
    }

    static Mark inForce(Enforcement enforcement, Texts texts) {
        if (enforcement.concerned() == 0) {
            return Mark.quiet(texts.of("enforcement.none"));
        }
        String text = texts.of("enforcement.short", enforcement.inForce(), enforcement.concerned());
        return enforcement.isComplete() ? Mark.good(text) : Mark.warning(text);
    }

    /** The sentence of the detail page. */
    static Mark inForceSentence(Enforcement enforcement, Texts texts) {
        if (enforcement.concerned() == 0) {
            return Mark.quiet(texts.of("enforcement.none.text"));
        }
        String text = texts.of("enforcement.text", enforcement.inForce(), enforcement.concerned());
        return enforcement.isComplete() ? Mark.good(text) : Mark.warning(text);
    }
}
