package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.console.LogsView.Option;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.flow.TimeText;
import dev.weir.net.Direction;
import dev.weir.usage.PolicyUse;
import dev.weir.usage.RuleUse;
import dev.weir.words.RuleWords;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of what a policy admits was used: for each rule who did, and whom it admits besides.
 *
 * @param off why nothing follows from records; null when they are made
 */
record PolicyUseView(
        PolicyRef ref,
        String namespaceHref,
        String policyHref,
        String editHref,
        List<Option> windows,
        @Nullable String off,
        List<RuleRow> rules,
        List<String> notSeen) {
    private static final int SHOWN = 50;

    /**
     * A rule.
     *
     * @param elsewhere connections whose end is none of the pods admitted now; null when there are none
     * @param more how many of the unused are not listed; null when all are
     */
    record RuleRow(
            String name,
            String peers,
            String ports,
            Mark verdict,
            List<Link> users,
            List<String> unused,
            @Nullable String more,
            @Nullable String elsewhere) {}

    static PolicyUseView of(NetworkPolicy policy, String from, PolicyUse use, Texts texts) {
        PolicyRef ref = policy.ref();
        return new PolicyUseView(
                ref,
                PolicyAddress.namespace(ref.namespace()),
                PolicyAddress.detail(ref),
                PolicyAddress.edit(ref),
                Stream.of("24h", "7d")
                        .map(window -> new Option(
                                window,
                                texts.of("logs.window", texts.last(TimeText.length(window))),
                                window.equals(from)))
                        .toList(),
                use.recorded() ? null : texts.of("use.off"),
                use.rules().stream()
                        .map(rule -> row(policy, rule, use.recorded(), from, texts))
                        .toList(),
                use.notSeen().stream().map(texts::inReadersZone).toList());
    }

    private static RuleRow row(NetworkPolicy policy, RuleUse use, boolean recorded, String from, Texts texts) {
        RuleWords words = new RuleWords(texts);
        Rule rule = policy.rules(use.direction()).get(use.rule());
        return new RuleRow(
                texts.of("policy.rule." + use.direction().label(), use.rule() + 1),
                words.peers(rule.peers(), policy.ref().namespace(), use.direction()),
                words.ports(rule.ports()),
                verdict(use, recorded, texts),
                use.users().stream()
                        .limit(SHOWN)
                        .map(user -> user(policy, use, user, from, texts))
                        .toList(),
                use.unused().stream().limit(SHOWN).map(PodRef::toString).toList(),
                use.unused().size() > SHOWN ? texts.of("pods.more", use.unused().size() - SHOWN) : null,
                use.elsewhere() == 0 ? null : texts.of("use.elsewhere", use.elsewhere()));
    }

    private static Mark verdict(RuleUse use, boolean recorded, Texts texts) {
        if (!recorded && use.usedPods() == 0) {
            return Mark.quiet(texts.of("use.unknown"));
        }
        if (recorded && use.isTooWide()) {
            return Mark.warning(texts.of("use.too-wide", use.admitted(), use.usedPods()));
        }
        return use.isIdle()
                ? Mark.warning(texts.of("use.idle", use.admitted()))
                : Mark.good(texts.of("use.used", use.admitted(), use.usedPods()));
    }

    /** With the records that show it. */
    private static Link user(NetworkPolicy policy, RuleUse use, RuleUse.User user, String from, Texts texts) {
        String side = use.direction() == Direction.INGRESS ? "src" : "dest";
        String filter = "disposition=\"allow\" AND policies.name=\""
                + policy.ref().name()
                + "\" AND policies.namespace=\"" + policy.ref().namespace() + "\" AND connection.direction=\""
                + use.direction().label() + "\" AND " + side + ".namespace=\"" + user.namespace() + "\" AND (" + side
                + ".workload_name=\"" + user.name() + "\" OR " + side + ".pod_name=\"" + user.name() + "\")";
        return new Link(
                LogsAddress.of(filter, from),
                texts.of("use.user", user.namespace() + "/" + user.name(), user.pods(), user.connections()));
    }
}
