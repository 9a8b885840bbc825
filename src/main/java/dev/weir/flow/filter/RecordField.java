package dev.weir.flow.filter;

import static dev.weir.flow.filter.FieldReader.destination;
import static dev.weir.flow.filter.FieldReader.port;
import static dev.weir.flow.filter.FieldReader.source;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FieldReader.Address;
import dev.weir.flow.filter.FieldReader.Number;
import dev.weir.flow.filter.FieldReader.Text;
import dev.weir.flow.filter.FieldReader.Time;
import dev.weir.flow.filter.FieldReader.Words;

/**
 * The fields of a record that a filter can name: the path that each has in GKE's records, the column that holds it in a store, and how to
 * read it.
 */
enum RecordField {
    DISPOSITION(
            "disposition",
            "disposition",
            new Text(s -> RecordWords.disposition(s.record().verdict()))),
    DIRECTION(
            "connection.direction",
            "direction",
            new Text(s -> s.record().direction().label())),
    PROTOCOL(
            "connection.protocol",
            "protocol",
            new Text(s -> RecordWords.protocol(s.record().connection().protocol()))),
    SOURCE_ADDRESS(
            "connection.src_ip",
            "src_ip",
            new Address(s -> s.record().connection().source())),
    DESTINATION_ADDRESS(
            "connection.dest_ip",
            "dest_ip",
            new Address(s -> s.record().connection().destination())),
    SOURCE_PORT(
            "connection.src_port", "src_port", port(s -> s.record().connection().sourcePort())),
    DESTINATION_PORT(
            "connection.dest_port",
            "dest_port",
            port(s -> s.record().connection().destinationPort())),
    SOURCE_POD("src.pod_name", "src_pod", source(PeerParts::pod)),
    SOURCE_NAMESPACE("src.namespace", "src_namespace", source(PeerParts::namespace)),
    SOURCE_WORKLOAD_KIND("src.workload_kind", "src_workload_kind", source(PeerParts::workloadKind)),
    SOURCE_WORKLOAD_NAME("src.workload_name", "src_workload_name", source(PeerParts::workloadName)),
    SOURCE_NODE("src.node_name", "src_node", source(PeerParts::node)),
    SOURCE_INSTANCE("src.instance", "src_instance", source(PeerParts::instance)),
    DESTINATION_POD("dest.pod_name", "dest_pod", destination(PeerParts::pod)),
    DESTINATION_NAMESPACE("dest.namespace", "dest_namespace", destination(PeerParts::namespace)),
    DESTINATION_WORKLOAD_KIND("dest.workload_kind", "dest_workload_kind", destination(PeerParts::workloadKind)),
    DESTINATION_WORKLOAD_NAME("dest.workload_name", "dest_workload_name", destination(PeerParts::workloadName)),
    DESTINATION_NODE("dest.node_name", "dest_node", destination(PeerParts::node)),
    DESTINATION_INSTANCE("dest.instance", "dest_instance", destination(PeerParts::instance)),
    POLICY_KIND("policies.kind", "admitting_kinds", new Words(PolicyRole.ADMITTING, PolicyMatch::kind)),
    POLICY_NAME(
            "policies.name",
            "admitting_names",
            new Words(PolicyRole.ADMITTING, m -> m.policy().name())),
    POLICY_NAMESPACE(
            "policies.namespace",
            "admitting_namespaces",
            new Words(PolicyRole.ADMITTING, m -> m.policy().namespace())),
    ISOLATING_KIND("weir.isolated_by.kind", "isolating_kinds", new Words(PolicyRole.ISOLATING, PolicyMatch::kind)),
    ISOLATING_NAME(
            "weir.isolated_by.name",
            "isolating_names",
            new Words(PolicyRole.ISOLATING, m -> m.policy().name())),
    ISOLATING_NAMESPACE(
            "weir.isolated_by.namespace",
            "isolating_namespaces",
            new Words(PolicyRole.ISOLATING, m -> m.policy().namespace())),
    SHADOWING_KIND("weir.shadow.kind", "shadowing_kinds", new Words(PolicyRole.SHADOWING, PolicyMatch::kind)),
    SHADOWING_NAME(
            "weir.shadow.name",
            "shadowing_names",
            new Words(PolicyRole.SHADOWING, m -> m.policy().name())),
    SHADOWING_NAMESPACE(
            "weir.shadow.namespace",
            "shadowing_namespaces",
            new Words(PolicyRole.SHADOWING, m -> m.policy().namespace())),
    COUNT("count", "count", new Number(s -> s.record().count())),
    NODE("node_name", "node", new Text(StoredRecord::node)),
    TIMESTAMP("timestamp", "time_ns", new Time(s -> EpochNanos.of(s.record().time())));

    private final String path;
    private final String column;
    private final FieldReader reader;

    RecordField(String path, String column, FieldReader reader) {
        this.path = path;
        this.column = column;
        this.reader = reader;
    }

    /** Its name in GKE's records, without {@code jsonPayload.}. */
    String path() {
        return path;
    }

    String column() {
        return column;
    }

    /** For an address: the column that holds it as 32 hexadecimal digits, which sort like the addresses. */
    String addressColumn() {
        return column + "_key";
    }

    RecordPart part() {
        return switch (this) {
            case SOURCE_PORT, DESTINATION_PORT, COUNT, TIMESTAMP -> RecordPart.RECORD;
            case SOURCE_ADDRESS,
                    SOURCE_POD,
                    SOURCE_NAMESPACE,
                    SOURCE_WORKLOAD_KIND,
                    SOURCE_WORKLOAD_NAME,
                    SOURCE_NODE,
                    SOURCE_INSTANCE -> RecordPart.SOURCE;
            case DESTINATION_ADDRESS,
                    DESTINATION_POD,
                    DESTINATION_NAMESPACE,
                    DESTINATION_WORKLOAD_KIND,
                    DESTINATION_WORKLOAD_NAME,
                    DESTINATION_NODE,
                    DESTINATION_INSTANCE -> RecordPart.DESTINATION;
            case DISPOSITION,
                    DIRECTION,
                    PROTOCOL,
                    NODE,
                    POLICY_KIND,
                    POLICY_NAME,
                    POLICY_NAMESPACE,
                    ISOLATING_KIND,
                    ISOLATING_NAME,
                    ISOLATING_NAMESPACE,
                    SHADOWING_KIND,
                    SHADOWING_NAME,
                    SHADOWING_NAMESPACE -> RecordPart.DECISION;
        };
    }

    FieldReader reader() {
        return reader;
    }

    boolean isAddress() {
        return reader instanceof Address;
    }

    /** Whether its values can be searched as text. */
    boolean isText() {
        return !(reader instanceof Number || reader instanceof Time);
    }
}
