package dev.weir.console;

import dev.weir.cluster.Workload;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.BothEnds;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** The same with what the other end says. */
    RecordRow with(OtherEnd otherEnd) {
        return new RecordRow(
                id,
                href,
                time,
                timestamp,
                verdict,
                disposition,
                direction,
                source,
                destination,
                port,
                why,
                count,
                node,
                otherEnd);
    }

    /** The same, but opening at another address: the one of the page that it is on. */
    RecordRow opensAt(String address) {
        return new RecordRow(
                id,
                address,
                time,
                timestamp,
                verdict,
                disposition,
                direction,
                source,
                destination,
                port,
                why,
                count,
                node,
                other);
    }

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
            FlowRecord record = stored.record();
            boolean allowed = record.verdict() == Verdict.ALLOWED;
            FlowRecord.Connection connection = record.connection();
            return new RecordRow(
                    stored.id(),
                    LogsAddress.record(stored),
                    texts.timeWithMillis(record.time()),
                    record.time().toString(),
                    allowed ? Mark.good(texts.of("verdict.allow")) : Mark.bad(texts.of("verdict.deny")),
                    allowed ? "allow" : "deny",
                    texts.of("direction." + record.direction().label()),
                    end(record.source(), connection.source()),
                    end(record.destination(), connection.destination()),
                    port(connection),
                    why(record),
                    texts.number(record.count()),
                    stored.node(),
                    null);
        }

        /** Both ends of a connection as one row. */
        RecordRow row(BothEnds.Joined joined) {
            RecordRow row = row(joined.record());
            if (joined.other() != null) {
                RecordRow other = row(joined.other());
                return row.with(new OtherEnd(texts.of("logs.join.other"), other.verdict(), other.direction()));
            }
            return joined.expected() ? row.with(new OtherEnd(texts.of("logs.join.missing"), null, "")) : row;
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
            String key = "why." + (record.verdict() == Verdict.ALLOWED ? "allow" : "deny");
            if (links.isEmpty()) {
                return new Why(texts.of(key + ".unknown"), links, "");
            }
            Direction direction = record.direction();
            return new Why(
                    texts.of(key + "." + direction.label() + ".before"),
                    links,
                    texts.of(key + "." + direction.label() + ".after"));
        }
    }
}
