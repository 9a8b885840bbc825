package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.console.Parts.Bar;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.document.PolicyText;
import dev.weir.recommendation.Recommendation;
import dev.weir.recommendation.Recommendation.Recommended;
import dev.weir.simulation.Simulation.BlindSpot;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recommended policies, how much of what was observed they admit, and everything else.
 *
 * @param share as a sentence
 * @param moreRest rows of these that are not shown; null when all are
 * @param moreDenied the same of those
 * @param wanted the policies that are to be written
 * @param outdated names of policies that are taken away when these are written
 */
record RecommendationView(
        Mark share,
        Bar bar,
        List<PolicyRow> policies,
        List<Row> rest,
        @Nullable String moreRest,
        List<Row> denied,
        @Nullable String moreDenied,
        List<RespectedRow> respected,
        List<String> blindSpots,
        List<NetworkPolicy> wanted,
        List<String> outdated) {
    private static final int SHOWN = 100;

    record PolicyRow(String name, String why, boolean wanted, String yaml) {}

    /** @param sample with a text that says of what */
    record Row(String from, String to, String port, String connections, String last, String why, Link sample) {}

    record RespectedRow(Link policy, String text) {}

    static RecommendationView of(Recommendation found, Texts texts) {
        return new RecommendationView(
                share(found, texts),
                Bar.of(found.observed() == 0 ? 0 : (double) found.admitted() / found.observed()),
                found.policies().stream().map(one -> row(one, texts)).toList(),
                rows(found.rest(), texts),
                more(found.rest(), texts),
                rows(found.denied(), texts),
                more(found.denied(), texts),
                found.respected().stream()
                        .map(one -> new RespectedRow(
                                PolicyView.link(one.policy()), texts.of("lockdown.respected.row", one.connections())))
                        .toList(),
                found.blindSpots().stream()
                        .map(BlindSpot::text)
                        .map(texts::inReadersZone)
                        .toList(),
                found.wanted(),
                found.outdated().stream().map(PolicyRef::name).toList());
    }

    private static Mark share(Recommendation found, Texts texts) {
        if (found.observed() == 0) {
            return Mark.bad(texts.of("lockdown.nothing-observed"));
        }
        String share = texts.of(
                "lockdown.share",
                texts.percent(found.admitted(), found.observed()),
                found.observed(),
                found.observed() - found.admitted());
        return found.admitted() == found.observed() ? Mark.good(share) : Mark.warning(share);
    }

    private static PolicyRow row(Recommended one, Texts texts) {
        String why = switch (one.purpose()) {
            case DEFAULT_DENY -> texts.of("lockdown.why.default-deny");
            case DNS -> texts.of("lockdown.why.dns");
            case WORKLOAD -> texts.of("lockdown.why.workload", one.connections(), texts.and(one.workloads()));
        };
        return new PolicyRow(one.policy().ref().name(), why, one.wanted(), PolicyText.of(PolicyTree.of(one.policy())));
    }

    private static @Nullable String more(List<Recommendation.Row> rows, Texts texts) {
        int more = rows.size() - SHOWN;
        return more > 0 ? texts.of("lockdown.more", more) : null;
    }

    private static List<Row> rows(List<Recommendation.Row> rows, Texts texts) {
        String sample = texts.of("whatif.sample");
        return rows.stream().limit(SHOWN).map(row -> row(row, sample, texts)).toList();
    }

    private static Row row(Recommendation.Row row, String sample, Texts texts) {
        String port = row.protocol() + (row.port() == 0 ? "" : " " + row.port());
        String whose = sample + ": " + row.from() + " – " + row.to() + " " + port;
        return new Row(
                row.from(),
                row.to(),
                port,
                texts.number(row.connections()),
                texts.age(row.last()),
                row.why(),
                new Link("/logs/" + row.sample(), whose));
    }

    /** The wanted policies in shadow, one after the other. Public, as templates call it. */
    public String yaml() {
        return wanted.stream().map(RecommendationView::inShadow).collect(Collectors.joining("---\n"));
    }

    private static String inShadow(NetworkPolicy policy) {
        return PolicyText.of(PolicyTree.of(Recommendation.in(PolicyMode.SHADOW, policy)));
    }
}
