package dev.weir.console;

import dev.weir.cluster.Workload;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.BothEnds;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One record as a row: when, what, from whom, to whom, on which port, and why.
 *
 * @param href opens the record
 */
record RecordRow(
        String id,
        String href,
        String time,
        String timestamp,
        Mark verdict,
        String disposition,
        String direction,
        End source,
        End destination,
        String port,
        Why why,
        String count,
        String node,
        @Nullable OtherEnd other) {

    /** The record of the connection's other end, or that there is none although there could be. */
    record OtherEnd(String text, @Nullable Mark verdict, String direction) {}

    /** One end: a pod with its workload, a node, or an address. */
    record End(String name, @Nullable String href, String detail) {}

    /** "isolated by a and b, none admits": the names are links between two pieces of text. */
    record Why(String before, List<Link> policies, String after) {}

    /** Makes rows of records. */
    @Component
    static final class RecordWriter {
        private final Texts texts;

        RecordWriter(Texts texts) {
            this.texts = texts;
        }

        RecordRow row(StoredRecord stored) {
            return row(stored, LogsAddress::record);
        }

        /** @param address of a record, on the page that the row is on */
        RecordRow row(StoredRecord stored, Function<StoredRecord, String> address) {
            return row(stored, address, null);
        }

        /** Both ends of a connection as one row. */
        RecordRow row(BothEnds.Joined joined, Function<StoredRecord, String> address) {
            return row(joined.record(), address, other(joined));
        }

        private RecordRow row(StoredRecord stored, Function<StoredRecord, String> address, @Nullable OtherEnd other) {
            FlowRecord record = stored.record();
            FlowRecord.Connection connection = record.connection();
            return new RecordRow(
                    stored.id(),
                    address.apply(stored),
                    texts.timeWithMillis(record.time()),
                    record.time().toString(),
                    verdict(record),
                    RecordWords.disposition(record.verdict()),
                    direction(record),
                    end(record.source(), connection.source()),
                    end(record.destination(), connection.destination()),
                    port(connection),
                    why(record),
                    texts.number(record.count()),
                    stored.node(),
                    other);
        }

        private @Nullable OtherEnd other(BothEnds.Joined joined) {
            if (joined.other() != null) {
                FlowRecord other = joined.other().record();
                return new OtherEnd(texts.of("logs.join.other"), verdict(other), direction(other));
            }
            return joined.expected() ? new OtherEnd(texts.of("logs.join.missing"), null, "") : null;
        }

        private Mark verdict(FlowRecord record) {
            if (record.wouldBeDenied()) {
                return Mark.warning(texts.of("verdict.would-deny"));
            }
            return record.verdict() == Verdict.ALLOWED
                    ? Mark.good(texts.of("verdict.allow"))
                    : Mark.bad(texts.of("verdict.deny"));
        }

        private String direction(FlowRecord record) {
            return texts.of("direction." + record.direction().label());
        }

        private static String port(FlowRecord.Connection connection) {
            String protocol = connection.protocol().toString().toLowerCase(Locale.ROOT);
            return connection.destinationPort() == 0 ? protocol : protocol + " " + connection.destinationPort();
        }

        private End end(FlowPeer peer, IpAddress address) {
            return switch (peer) {
                case FlowPeer.PodEnd pod ->
                    new End(
                            pod.pod().toString(),
                            PolicyAddress.namespace(pod.pod().namespace()),
                            detail(address, pod.workload()));
                case FlowPeer.NodeEnd node -> new End(texts.of("end.node", node.node()), null, address.toString());
                case FlowPeer.HiddenEnd hidden -> new End(texts.of("end.hidden"), null, address.toString());
                case FlowPeer.AddressEnd other -> new End(address.toString(), null, texts.of("end.outside"));
            };
        }

        private static String detail(IpAddress address, @Nullable Workload workload) {
            return workload == null ? address.toString() : address + " · " + workload.kind() + " " + workload.name();
        }

        private Why why(FlowRecord record) {
            List<Link> links = new ArrayList<>();
            for (PolicyMatch match : record.policies()) {
                links.add(PolicyView.link(match.policy()));
            }
            String key = "why."
                    + switch (record.role()) {
                        case ADMITTING -> "allow";
                        case ISOLATING -> "deny";
                        case SHADOWING -> "shadow";
                    };
            if (links.isEmpty()) {
                boolean hidden = record.enforcedPeer() instanceof FlowPeer.HiddenEnd;
                return new Why(texts.of(hidden ? "why.hidden" : key + ".unknown"), links, "");
            }
            Direction direction = record.direction();
            return new Why(
                    texts.of(key + "." + direction.label() + ".before"),
                    links,
                    texts.of(key + "." + direction.label() + ".after"));
        }
    }
}
