package dev.weir.rest;

import dev.weir.cluster.PolicyRef;
import dev.weir.counts.Missing;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair;
import dev.weir.pairs.TalkingPair.Counted;
import dev.weir.pairs.TalkingPair.Recorded;
import dev.weir.pairs.TalkingPair.Verdicts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who talked to whom.
 *
 * @param readsAs how the filter was understood
 * @param pairs in the order that was asked for
 * @param morePairs that the limit left out
 * @param busiestOnly whether there were too many ports of pairs to add all of them up
 * @param missing why something may not be among the records
 * @param notCounted what the counts do not contain
 */
record FlowsAnswer(
        String readsAs,
        Instant from,
        Instant to,
        String scope,
        List<FlowPair> pairs,
        int morePairs,
        boolean busiestOnly,
        List<LogController.Cause> missing,
        Missing notCounted)
        implements AnswerTable.Source {

    @Override
    public AnswerTable table() {
        return new AnswerTable(
                List.of(
                        "source",
                        "destination",
                        "ports",
                        "allowed",
                        "denied",
                        "wouldDeny",
                        "guarded",
                        "guardedBy",
                        "firstSeen",
                        "lastSeen"),
                pairs.stream().map(FlowPair::cells).toList());
    }

    /**
     * One arrow.
     *
     * @param records in this time; 0 when the pair is known from counts only
     * @param allowed connections; when both ends judged, as the destination did, which came last
     * @param denied packets, at either end
     * @param wouldDeny of the connections, those that would be denied if the policies in shadow were enforced
     * @param ingress as the policies of the destination judged
     * @param egress as the policies of the source judged
     * @param guarded whether policies isolate what is reached (of what is outside the cluster: the source), as they are now or were at the time that was asked for
     * @param guardedBy policies that isolate the source for egress or the destination for ingress, likewise
     * @param firstSeen in this time
     * @param seenBefore whether it was seen in the week before
     * @param filter that finds the records
     */
    record FlowPair(
            FlowEnd source,
            FlowEnd destination,
            List<String> ports,
            long records,
            long allowed,
            long denied,
            long wouldDeny,
            Verdicts ingress,
            Verdicts egress,

            @Schema(allowableValues = {"guarded", "unguarded", "unknown"})
            String guarded,

            List<PolicyRef> guardedBy,
            @Nullable Instant firstSeen,

            @Schema(allowableValues = {"new", "seen-before", "unknown"})
            String seenBefore,

            @Nullable Instant lastSeen,
            @Nullable FlowCount counted,
            String filter) {
        private List<String> cells() {
            return List.of(
                    source.words(),
                    destination.words(),
                    String.join(", ", ports),
                    Long.toString(allowed),
                    Long.toString(denied),
                    Long.toString(wouldDeny),
                    guarded,
                    AnswerTable.cell(guardedBy),
                    AnswerTable.cell(firstSeen),
                    AnswerTable.cell(lastSeen));
        }

        static FlowPair of(TalkingPair pair) {
            Recorded recorded = pair.recorded();
            return new FlowPair(
                    FlowEnd.of(pair.ends().source()),
                    FlowEnd.of(pair.ends().destination()),
                    recorded.ports().stream().map(TalkingPair.Port::toString).toList(),
                    recorded.records(),
                    recorded.sides().allowed(),
                    recorded.sides().denied(),
                    recorded.sides().wouldDeny(),
                    recorded.sides().ingress(),
                    recorded.sides().egress(),
                    PairSelection.word(pair.guard().state()),
                    pair.guard().policies(),
                    recorded.first(),
                    PairSelection.word(pair.novelty()),
                    pair.seen().last(),
                    FlowCount.of(pair.counted()),
                    pair.filter());
        }
    }

    /** Namespace and name are absent for what has none. */
    record FlowEnd(
            @Schema(allowableValues = {"namespace", "workload", "node", "outside", "hidden"})
            String kind,

            @Nullable String namespace,
            @Nullable String name) {
        /** In one cell of a table. */
        String words() {
            if (name == null) {
                return namespace == null ? kind : namespace;
            }
            return namespace == null ? kind + " " + name : namespace + "/" + name;
        }

        static FlowEnd of(Talker talker) {
            return new FlowEnd(
                    PairSelection.word(talker.kind()),
                    talker.namespace().isEmpty() ? null : talker.namespace(),
                    talker.name().isEmpty() ? null : talker.name());
        }
    }

    /** Exact and recorded or not, but since then and not in the time that was asked for. */
    record FlowCount(
            long allowed,
            long denied,
            long wouldDeny,
            @Nullable Instant lastAllowed,
            @Nullable Instant lastDenied,
            Instant since) {
        static @Nullable FlowCount of(@Nullable Counted counted) {
            return counted == null
                    ? null
                    : new FlowCount(
                            counted.sides().allowed(),
                            counted.sides().denied(),
                            counted.sides().wouldDeny(),
                            counted.lastAllowed(),
                            counted.lastDenied(),
                            counted.since());
        }
    }
}
