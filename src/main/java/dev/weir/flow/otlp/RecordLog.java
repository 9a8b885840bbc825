package dev.weir.flow.otlp;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.PeerParts;
import dev.weir.flow.RecordTree;
import dev.weir.flow.RecordWords;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Verdict;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.Body;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as OpenTelemetry's log record: the body is the record as everywhere else, the attributes name what the semantic conventions have a
 * name for, and what they have none for under {@code weir}.
 */
record RecordLog(StoredRecord stored, Attributes attributes) implements LogRecordData {
    private static final Resource RESOURCE = Resource.create(Attributes.builder()
            .put("service.name", "weir")
            .put("service.namespace", "weir")
            .build());
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.weir.records");

    static RecordLog of(StoredRecord stored) {
        return new RecordLog(stored, attributes(stored));
    }

    private static Attributes attributes(StoredRecord stored) {
        FlowRecord flow = stored.record();
        AttributesBuilder attributes = Attributes.builder()
                .put("log.record.uid", stored.id())
                .put("k8s.node.name", stored.node())
                .put("weir.disposition", RecordWords.disposition(flow.verdict()))
                .put("weir.direction", flow.direction().label())
                .put("weir.count", flow.count());
        putConnection(attributes, flow.connection());
        putEnd(attributes, "weir.source.", PeerParts.ofSource(flow));
        putEnd(attributes, "weir.destination.", PeerParts.ofDestination(flow));
        List<String> policies =
                flow.policies().stream().map(match -> match.policy().toString()).toList();
        attributes.put(
                switch (flow.role()) {
                    case ADMITTING -> "weir.policies";
                    case ISOLATING -> "weir.isolated_by";
                    case SHADOWING -> "weir.shadow";
                },
                policies.toArray(String[]::new));
        return attributes.build();
    }

    private static void putConnection(AttributesBuilder attributes, Connection connection) {
        attributes
                .put("source.address", connection.source().toString())
                .put("destination.address", connection.destination().toString())
                .put("network.type", connection.source().isV4() ? "ipv4" : "ipv6")
                .put("network.transport", transport(connection));
        if (connection.protocol().hasPorts()) {
            attributes
                    .put("source.port", connection.sourcePort())
                    .put("destination.port", connection.destinationPort());
        }
    }

    private static String transport(Connection connection) {
        return switch (connection.protocol().number()) {
            case 58 -> "icmpv6";
            case 132 -> "sctp";
            default -> RecordWords.protocol(connection.protocol()).toLowerCase(Locale.ROOT);
        };
    }

    private static void putEnd(AttributesBuilder attributes, String side, PeerParts parts) {
        put(attributes, side + "k8s.namespace.name", parts.namespace());
        put(attributes, side + "k8s.pod.name", parts.pod());
        put(attributes, side + "k8s.node.name", parts.node());
        put(attributes, side + "workload.kind", parts.workloadKind());
        put(attributes, side + "workload.name", parts.workloadName());
    }

    private static void put(AttributesBuilder attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    @Override
    public Resource getResource() {
        return RESOURCE;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    public long getTimestampEpochNanos() {
        return EpochNanos.of(stored.record().time());
    }

    @Override
    public long getObservedTimestampEpochNanos() {
        return EpochNanos.of(stored.record().lastTime());
    }

    @Override
    public SpanContext getSpanContext() {
        return SpanContext.getInvalid();
    }

    @Override
    public Severity getSeverity() {
        return stored.record().verdict() == Verdict.ALLOWED ? Severity.INFO : Severity.WARN;
    }

    @Override
    public String getSeverityText() {
        return getSeverity().name();
    }

    /** As text, for exporters that know no structured bodies. */
    @Override
    @Deprecated
    public Body getBody() {
        return Body.string(getBodyValue().asString());
    }

    @Override
    public Value<?> getBodyValue() {
        return value(RecordTree.of(stored));
    }

    private static Value<?> value(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Value<?>> values = new LinkedHashMap<>();
                map.forEach((key, value) -> values.put(key.toString(), value(value)));
                yield Value.of(values);
            }
            case List<?> list ->
                Value.of(list.stream().<Value<?>>map(RecordLog::value).toList());
            case Boolean truth -> Value.of(truth.booleanValue());
            case Number number -> Value.of(number.longValue());
            default -> Value.of(tree.toString());
        };
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public String getEventName() {
        return "weir.policy.action";
    }
}
