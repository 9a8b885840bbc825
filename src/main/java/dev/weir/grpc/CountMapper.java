package dev.weir.grpc;

import com.google.protobuf.Timestamp;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.CountedVerdict;
import dev.weir.nodes.NodeCounts;
import dev.weir.proto.v1.NamespaceCount;
import dev.weir.proto.v1.PairCount;
import dev.weir.proto.v1.PairEnd;
import dev.weir.proto.v1.PairRest;
import dev.weir.proto.v1.PolicyCount;
import dev.weir.proto.v1.RuleCount;
import dev.weir.proto.v1.Series;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a node counted, on its way up. */
final class CountMapper {
    private CountMapper() {}

    static NodeCounts fromProto(dev.weir.proto.v1.NodeCounts counts) {
        return new NodeCounts(
                counts.getAll(),
                counts.hasSince() ? RecordMapper.instant(counts.getSince()) : null,
                counts.getPoliciesList().stream().map(CountMapper::fromProto).toList(),
                counts.getNamespacesList().stream().map(CountMapper::fromProto).toList(),
                counts.getPairsList().stream().map(CountMapper::fromProto).toList(),
                counts.getRestList().stream().map(CountMapper::fromProto).toList(),
                counts.getUnisolatedIngress(),
                counts.getUnisolatedEgress(),
                counts.getUnnamed(),
                counts.getUncounted());
    }

    private static NodeCounts.PolicyCount fromProto(PolicyCount count) {
        return new NodeCounts.PolicyCount(
                new PolicyRef(count.getNamespace(), count.getPolicy()),
                ReportMapper.fromProto(count.getDirection()),
                new NodeCounts.Tally(
                        count.getAllowed(),
                        count.getDenied(),
                        count.getWouldDeny(),
                        moment(count.hasLastAllowed(), count.getLastAllowed()),
                        moment(count.hasLastDenied(), count.getLastDenied()),
                        moment(count.hasLastWouldDeny(), count.getLastWouldDeny())),
                count.getContent(),
                moment(count.hasContentSince(), count.getContentSince()),
                count.getRulesList().stream().map(CountMapper::fromProto).toList());
    }

    private static NodeCounts.RuleCount fromProto(RuleCount count) {
        return new NodeCounts.RuleCount(
                count.getRule(), count.getHits(), count.getAlone(), moment(count.hasLast(), count.getLast()));
    }

    private static NodeCounts.NamespaceCount fromProto(NamespaceCount count) {
        return new NodeCounts.NamespaceCount(
                count.getNamespace(),
                ReportMapper.fromProto(count.getDirection()),
                new NodeCounts.Tally(count.getAllowed(), count.getDenied(), count.getWouldDeny(), null, null, null),
                fromProto(count.getDeniedHalfHours()),
                fromProto(count.getDeniedMinutes()));
    }

    private static NodeCounts.Series fromProto(Series series) {
        return new NodeCounts.Series(series.getLast(), series.getCountsList());
    }

    private static NodeCounts.PairCount fromProto(PairCount count) {
        return new NodeCounts.PairCount(
                fromProto(count.getSource()),
                fromProto(count.getDestination()),
                ReportMapper.fromProto(count.getDirection()),
                new NodeCounts.Tally(
                        count.getAllowed(),
                        count.getDenied(),
                        count.getWouldDeny(),
                        moment(count.hasLastAllowed(), count.getLastAllowed()),
                        moment(count.hasLastDenied(), count.getLastDenied()),
                        moment(count.hasLastWouldDeny(), count.getLastWouldDeny())),
                RecordMapper.instant(count.getSince()));
    }

    private static NodeCounts.PairEnd fromProto(PairEnd end) {
        return new NodeCounts.PairEnd(end.getNamespace(), end.getKind(), end.getName());
    }

    private static NodeCounts.PairRest fromProto(PairRest rest) {
        return new NodeCounts.PairRest(
                ReportMapper.fromProto(rest.getDirection()),
                verdict(rest),
                rest.getOther(),
                rest.getRetired(),
                rest.getUnknown());
    }

    private static CountedVerdict verdict(PairRest rest) {
        if (rest.getWouldDeny()) {
            return CountedVerdict.WOULD_DENY;
        }
        return rest.getAllowed() ? CountedVerdict.ALLOWED : CountedVerdict.DENIED;
    }

    private static @Nullable Instant moment(boolean present, Timestamp moment) {
        return present ? RecordMapper.instant(moment) : null;
    }
}
