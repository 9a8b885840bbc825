package dev.weir.rest;

import dev.weir.cluster.PolicyTree;
import dev.weir.flow.RecordTree;
import dev.weir.flow.RecordWords;
import dev.weir.net.Verdict;
import dev.weir.rest.AuditAnswer.AuthorAnswer;
import dev.weir.why.Why;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection was allowed or denied, by what was in force then.
 *
 * @param sides leaving the source, then entering the destination
 * @param nearest the rule that would have admitted a denied connection with the fewest differences
 */
record WhyAnswer(
        String id,

        @Schema(
                example =
                        "Denied. Entering shop/redis-cart-0 (ingress): isolated by default-deny, cart-in; none admits.")
        String summary,

        Basis basis,
        End source,
        End destination,
        List<Side> sides,
        @Nullable Miss nearest,
        Now now,
        Map<String, Object> record) {

    /**
     * On what the explanation rests.
     *
     * @param ground the cluster at that time, the revision that the node still enforced, or nothing that is kept
     * @param followed whether the server followed the Kubernetes API at that time
     * @param agrees whether the policies, read as they were, decide what the record says
     */
    record Basis(
            @Schema(allowableValues = {"time", "revision", "none"})
            String ground,

            Instant at,
            boolean followed,
            boolean agrees,
            String sentence) {
        static Basis of(Why.Basis basis) {
            return new Basis(word(basis.ground()), basis.at(), basis.followed(), basis.agrees(), basis.sentence());
        }
    }

    /** One end as it was; what is not kept is absent. */
    record End(
            String name,
            String address,
            @Nullable String node,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> namespaceLabels) {
        static End of(Why.End end) {
            return new End(end.name(), end.address(), end.node(), end.labels(), end.namespaceLabels());
        }
    }

    /**
     * What the policies of one pod said.
     *
     * @param recorded whether the record is of this side
     * @param verdict allow or deny; absent when it cannot be told
     */
    record Side(
            String direction,
            String namespace,
            String pod,
            boolean recorded,
            @Nullable String verdict,
            String sentence,
            List<Policy> policies) {
        static Side of(Why.Side side) {
            return new Side(
                    side.direction().label(),
                    side.pod().namespace(),
                    side.pod().name(),
                    side.recorded(),
                    disposition(side.verdict()),
                    side.sentence(),
                    side.policies().stream().map(Policy::of).toList());
        }
    }

    /**
     * A policy's part in it.
     *
     * @param since when this server saw that version
     * @param spec as it was
     */
    record Policy(
            String namespace,
            String name,

            @Schema(allowableValues = {"NotApplicable", "Admits", "DoesNotAdmit", "Undecidable"})
            String word,

            String reason,
            @Nullable Instant since,
            @Nullable Map<String, Object> spec,
            List<Miss> misses) {
        static Policy of(Why.Statement statement) {
            return new Policy(
                    statement.ref().namespace(),
                    statement.ref().name(),
                    statement.word().label(),
                    statement.reason(),
                    statement.since(),
                    statement.policy() == null ? null : PolicyTree.spec(statement.policy()),
                    statement.misses().stream().map(Miss::of).toList());
        }
    }

    /**
     * By how much a rule missed.
     *
     * @param ruleIndex in the policy's list, from 0
     * @param differences how many things would have to be otherwise
     */
    record Miss(
            String namespace,
            String policy,
            int ruleIndex,
            int differences,

            @Schema(example = "Rule 2 of shop/web-in would admit it if the port were TCP 8443 (it is TCP 9000).")
            String sentence) {
        static Miss of(Why.Miss miss) {
            return new Miss(
                    miss.policy().namespace(), miss.policy().name(), miss.rule(), miss.differences(), miss.sentence());
        }
    }

    /**
     * The same connection today.
     *
     * @param verdict allow or deny; absent when it cannot be told
     */
    record Now(
            @Schema(allowableValues = {"same", "different", "undecidable"})
            String answer,

            @Nullable String verdict,
            String sentence,
            List<Change> changes) {
        static Now of(Why.Now now) {
            return new Now(
                    word(now.today()),
                    disposition(now.verdict()),
                    now.sentence(),
                    now.changes().stream()
                            .map(change -> new Change(
                                    change.at(),
                                    change.sentence(),
                                    AuthorAnswer.of(change.by()),
                                    change.by() == null ? null : change.by().id()))
                            .toList());
        }
    }

    /**
     * What has changed since.
     *
     * @param by who changed it; absent when that is not kept
     * @param change the id of the change, see /api/v1/audit
     */
    record Change(
            @Nullable Instant at,
            String sentence,
            @Nullable AuthorAnswer by,
            @Nullable Long change) {}

    static WhyAnswer of(Why why) {
        return new WhyAnswer(
                why.stored().id(),
                why.summary(),
                Basis.of(why.basis()),
                End.of(why.source()),
                End.of(why.destination()),
                why.sides().stream().map(Side::of).toList(),
                why.nearest() == null ? null : Miss.of(why.nearest()),
                Now.of(why.now()),
                RecordTree.of(why.stored()));
    }

    private static @Nullable String disposition(@Nullable Verdict verdict) {
        return verdict == null ? null : RecordWords.disposition(verdict);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
