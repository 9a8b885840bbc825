package dev.weir.daemon.grpc;

import com.google.protobuf.Timestamp;
import dev.weir.daemon.count.Counts;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.PolicyRef;
import dev.weir.proto.v1.NamespaceCount;
import dev.weir.proto.v1.NodeCounts;
import dev.weir.proto.v1.PairCount;
import dev.weir.proto.v1.PairEnd;
import dev.weir.proto.v1.PairRest;
import dev.weir.proto.v1.PolicyCount;
import dev.weir.proto.v1.RuleCount;
import dev.weir.proto.v1.Series;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the node counted, as it travels and as it is saved. */
final class CountMapper {
    private CountMapper() {}

    static NodeCounts counts(Counts counts) {
        var none = counts.unattributed();
        var out = NodeCounts.newBuilder()
                .setAll(counts.all())
                .setSince(Timestamps.of(counts.since()))
                .setUnisolatedIngress(none.unisolatedIngress())
                .setUnisolatedEgress(none.unisolatedEgress())
                .setUnnamed(none.unnamed())
                .setUncounted(none.uncounted());
        counts.policies().forEach(count -> out.addPolicies(policy(count)));
        counts.namespaces().forEach(count -> out.addNamespaces(namespace(count)));
        counts.pairs().forEach(count -> out.addPairs(pair(count)));
        counts.rest()
                .forEach(rest -> out.addRest(PairRest.newBuilder()
                        .setDirection(ProgramWriter.direction(rest.direction()))
                        .setAllowed(rest.verdict() == Verdict.ALLOWED)
                        .setWouldDeny(rest.verdict() == Verdict.WOULD_DENY)
                        .setOther(rest.other())
                        .setRetired(rest.retired())
                        .setUnknown(rest.unknown())));
        return out.build();
    }

    private static PolicyCount policy(Counts.PolicyCount count) {
        var tally = count.tally();
        var out = PolicyCount.newBuilder()
                .setNamespace(count.policy().namespace())
                .setPolicy(count.policy().name())
                .setDirection(ProgramWriter.direction(count.direction()))
                .setAllowed(tally.allowed().count())
                .setDenied(tally.denied().count())
                .setWouldDeny(tally.wouldDeny().count())
                .setContent(count.content())
                .setContentSince(Timestamps.of(count.contentSince()));
        ifEver(tally.allowed(), out::setLastAllowed);
        ifEver(tally.denied(), out::setLastDenied);
        ifEver(tally.wouldDeny(), out::setLastWouldDeny);
        count.rules()
                .forEach((rule, hits) -> out.addRules(RuleCount.newBuilder()
                        .setRule(rule)
                        .setHits(hits.hits())
                        .setAlone(hits.alone())
                        .setLast(Timestamps.of(hits.last()))));
        return out.build();
    }

    private static NamespaceCount namespace(Counts.NamespaceCount count) {
        return NamespaceCount.newBuilder()
                .setNamespace(count.namespace())
                .setDirection(ProgramWriter.direction(count.direction()))
                .setAllowed(count.tally().allowed().count())
                .setDenied(count.tally().denied().count())
                .setWouldDeny(count.tally().wouldDeny().count())
                .setDeniedHalfHours(series(count.deniedHalfHours()))
                .setDeniedMinutes(series(count.deniedMinutes()))
                .build();
    }

    private static Series series(dev.weir.daemon.count.Series series) {
        return Series.newBuilder()
                .setLast(series.last())
                .addAllCounts(series.counts())
                .build();
    }

    private static PairCount pair(Counts.PairCount count) {
        var tally = count.tally();
        var out = PairCount.newBuilder()
                .setSource(end(count.pair().source()))
                .setDestination(end(count.pair().destination()))
                .setDirection(ProgramWriter.direction(count.pair().direction()))
                .setAllowed(tally.allowed().count())
                .setDenied(tally.denied().count())
                .setWouldDeny(tally.wouldDeny().count())
                .setSince(Timestamps.of(count.since()));
        ifEver(tally.allowed(), out::setLastAllowed);
        ifEver(tally.denied(), out::setLastDenied);
        ifEver(tally.wouldDeny(), out::setLastWouldDeny);
        return out.build();
    }

    private static PairEnd end(Counts.PairEnd end) {
        return PairEnd.newBuilder()
                .setNamespace(end.namespace())
                .setKind(end.kind())
                .setName(end.name())
                .build();
    }

    /** What was saved, as a whole book of the first version. */
    static Counts counts(NodeCounts saved) {
        return new Counts(
                true,
                1,
                Timestamps.instant(saved.getSince()),
                saved.getPoliciesList().stream().map(CountMapper::policy).toList(),
                saved.getNamespacesList().stream().map(CountMapper::namespace).toList(),
                saved.getPairsList().stream().map(CountMapper::pair).toList(),
                saved.getRestList().stream().map(CountMapper::rest).toList(),
                new Counts.Unattributed(
                        saved.getUnisolatedIngress(),
                        saved.getUnisolatedEgress(),
                        saved.getUnnamed(),
                        saved.getUncounted()));
    }

    private static Counts.PolicyCount policy(PolicyCount saved) {
        return new Counts.PolicyCount(
                new PolicyRef(saved.getNamespace(), saved.getPolicy()),
                ProgramMapper.direction(saved.getDirection()),
                new Counts.Tally(
                        times(saved.getAllowed(), saved.hasLastAllowed(), saved.getLastAllowed()),
                        times(saved.getDenied(), saved.hasLastDenied(), saved.getLastDenied()),
                        times(saved.getWouldDeny(), saved.hasLastWouldDeny(), saved.getLastWouldDeny())),
                saved.getContent(),
                Timestamps.instant(saved.getContentSince()),
                saved.getRulesList().stream()
                        .collect(Collectors.toMap(
                                RuleCount::getRule,
                                rule -> new Counts.RuleCount(
                                        rule.getHits(), rule.getAlone(), Timestamps.instant(rule.getLast())))));
    }

    private static Counts.NamespaceCount namespace(NamespaceCount saved) {
        return new Counts.NamespaceCount(
                saved.getNamespace(),
                ProgramMapper.direction(saved.getDirection()),
                new Counts.Tally(
                        new Counts.Times(saved.getAllowed(), null),
                        new Counts.Times(saved.getDenied(), null),
                        new Counts.Times(saved.getWouldDeny(), null)),
                series(saved.getDeniedHalfHours()),
                series(saved.getDeniedMinutes()));
    }

    private static dev.weir.daemon.count.Series series(Series saved) {
        return new dev.weir.daemon.count.Series(saved.getLast(), saved.getCountsList());
    }

    private static Counts.PairCount pair(PairCount saved) {
        return new Counts.PairCount(
                new Counts.Pair(
                        end(saved.getSource()),
                        end(saved.getDestination()),
                        ProgramMapper.direction(saved.getDirection())),
                new Counts.Tally(
                        times(saved.getAllowed(), saved.hasLastAllowed(), saved.getLastAllowed()),
                        times(saved.getDenied(), saved.hasLastDenied(), saved.getLastDenied()),
                        times(saved.getWouldDeny(), saved.hasLastWouldDeny(), saved.getLastWouldDeny())),
                Timestamps.instant(saved.getSince()));
    }

    private static Counts.PairEnd end(PairEnd saved) {
        return new Counts.PairEnd(saved.getNamespace(), saved.getKind(), saved.getName());
    }

    private static Counts.PairRest rest(PairRest saved) {
        return new Counts.PairRest(
                ProgramMapper.direction(saved.getDirection()),
                verdict(saved.getAllowed(), saved.getWouldDeny()),
                saved.getOther(),
                saved.getRetired(),
                saved.getUnknown());
    }

    private static void ifEver(Counts.Times times, Consumer<Timestamp> set) {
        if (times.last() != null) {
            set.accept(Timestamps.of(times.last()));
        }
    }

    private static Counts.Times times(long count, boolean ever, Timestamp last) {
        return new Counts.Times(count, ever ? Timestamps.instant(last) : null);
    }

    static Verdict verdict(boolean allowed, boolean wouldDeny) {
        if (wouldDeny) {
            return Verdict.WOULD_DENY;
        }
        return allowed ? Verdict.ALLOWED : Verdict.DENIED;
    }
}
