package dev.weir.local.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Server-side apply and ownership, on pods and config maps. */
class ManagedFieldsTests {

    private static final Catalog CATALOG = new Catalog();
    private static final ResourceType PODS = CATALOG.builtin("v1", "Pod");
    private static final ResourceType MAPS = CATALOG.builtin("v1", "ConfigMap");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static ObjectNode yaml(String text) {
        return (ObjectNode) YAMLMapper.shared().readTree(text);
    }

    private static ObjectNode apply(ResourceType type, ObjectNode current, String manager, String configuration) {
        return ManagedFields.of(type).apply(current, yaml(configuration), writer(manager), false);
    }

    private static ManagedFields.Writer writer(String manager) {
        return new ManagedFields.Writer(manager, "v1", "", NOW);
    }

    private static String owned(ObjectNode object, String manager) {
        return Json.list(object, "metadata", "managedFields")
                .valueStream()
                .filter(entry -> Json.text(entry, "manager").equals(manager))
                .map(entry -> Json.map(entry, "fieldsV1").toString())
                .findFirst()
                .orElse("");
    }

    @Test
    void whatAManagerNoLongerNamesIsRemoved() {
        ObjectNode first = apply(MAPS, Json.object(), "one", "{data: {a: x, b: x}}");
        ObjectNode second = apply(MAPS, first, "one", "{data: {b: x}}");
        assertThat(Json.map(second, "data").toString()).isEqualTo("{\"b\":\"x\"}");
    }

    @Test
    void whatAnotherManagerAlsoNamesStays() {
        ObjectNode first = apply(MAPS, Json.object(), "one", "{data: {a: x}}");
        ObjectNode second = apply(MAPS, first, "two", "{data: {a: x}}");
        ObjectNode third = apply(MAPS, second, "one", "{data: {b: x}}");
        assertThat(Json.map(third, "data").toString()).isEqualTo("{\"a\":\"x\",\"b\":\"x\"}");
        assertThat(owned(third, "two")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
    }

    @Test
    void anotherValueOfSomebodyElsesFieldIsAConflict() {
        ObjectNode first = apply(MAPS, Json.object(), "one", "{data: {a: x, b: x}}");
        assertThatThrownBy(() -> apply(MAPS, first, "two", "{data: {a: y, b: y}}"))
                .isInstanceOf(ApiException.class)
                .hasMessage("Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b");
        ObjectNode forced = ManagedFields.of(MAPS).apply(first, yaml("{data: {a: y}}"), writer("two"), true);
        assertThat(owned(forced, "one")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
        assertThat(owned(forced, "two")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
    }

    @Test
    void containersMergeByName() {
        ObjectNode first = apply(PODS, Json.object(), "one", "{spec: {containers: [{name: a, image: 'a:1'}]}}");
        ObjectNode second =
                apply(PODS, first, "two", "{spec: {containers: [{name: b, image: 'b:1'}, {name: a, tty: true}]}}");
        assertThat(Json.list(second, "spec", "containers").toString())
                .isEqualTo("[{\"name\":\"a\",\"image\":\"a:1\",\"tty\":true},{\"name\":\"b\",\"image\":\"b:1\"}]");
        ObjectNode third = apply(PODS, second, "two", "{spec: {containers: [{name: a, tty: true}]}}");
        assertThat(Json.list(third, "spec", "containers").toString())
                .isEqualTo("[{\"name\":\"a\",\"image\":\"a:1\",\"tty\":true}]");
    }

    @Test
    void portsAreToldApartByNumberAndProtocol() {
        ObjectNode pod = apply(
                PODS,
                Json.object(),
                "one",
                "{spec: {containers: [{name: a, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}]}}");
        assertThat(owned(pod, "one"))
                .contains(
                        "k:{\\\"containerPort\\\":53,\\\"protocol\\\":\\\"TCP\\\"}",
                        "k:{\\\"containerPort\\\":53,\\\"protocol\\\":\\\"UDP\\\"}");
    }

    @Test
    void anUpdateTakesWhatItChanges() {
        ObjectNode first = apply(MAPS, Json.object(), "one", "{data: {a: x, b: x}}");
        ObjectNode desired = first.deepCopy();
        Json.make(desired, "data").put("a", "y").remove("b");
        ManagedFields.of(MAPS).update(first, desired, writer("editor"));
        assertThat(owned(desired, "editor")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
        assertThat(owned(desired, "one")).isEmpty();
    }

    @Test
    void anEmptyEntryForgetsAllOwners() {
        ObjectNode first = apply(MAPS, Json.object(), "one", "{data: {a: x}}");
        ObjectNode desired = first.deepCopy();
        Json.make(desired, "metadata").putArray("managedFields").addObject();
        ManagedFields.of(MAPS).update(first, desired, writer("editor"));
        assertThat(Json.list(desired, "metadata", "managedFields").size()).isZero();
    }

    @Test
    void fieldSetsSurviveWritingAndReading() {
        ObjectNode pod = yaml(
                "{metadata: {labels: {a: b}, finalizers: [x/y]}, spec: {containers: [{name: a, ports: [{containerPort: 80}]}]}}");
        FieldSet fields = FieldSet.of(pod, PODS.schema());
        assertThat(FieldSet.read(fields.write())).isEqualTo(fields);
        assertThat(fields.paths())
                .contains(
                        ".metadata.labels.a",
                        ".metadata.finalizers[=\"x/y\"]",
                        ".spec.containers[name=\"a\"].ports[containerPort=80,protocol=\"TCP\"].containerPort");
    }
}
