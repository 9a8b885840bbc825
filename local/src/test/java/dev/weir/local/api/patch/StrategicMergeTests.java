package dev.weir.local.api.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.status.ApiException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class StrategicMergeTests {

    private static final Schema POD = new Catalog().builtin("v1", "Pod").schema();

    record Case(String name, String current, String patch, String result) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ObjectNode yaml(String text) {
        return (ObjectNode) YAMLMapper.shared().readTree(text);
    }

    static Stream<Case> cases() {
        String two = "{spec: {containers: [{name: a, image: 1}, {name: b, image: 1}]}}";
        return Stream.of(
                new Case(
                        "a value is replaced",
                        "{spec: {nodeName: a}}",
                        "{spec: {nodeName: b}}",
                        "{spec: {nodeName: b}}"),
                new Case("null removes", "{spec: {nodeName: a}}", "{spec: {nodeName: null}}", "{spec: {}}"),
                new Case(
                        "items merge by key",
                        two,
                        "{spec: {containers: [{name: b, image: 2}]}}",
                        "{spec: {containers: [{name: a, image: 1}, {name: b, image: 2}]}}"),
                new Case(
                        "a directive deletes an item",
                        two,
                        "{spec: {containers: [{name: a, $patch: delete}]}}",
                        "{spec: {containers: [{name: b, image: 1}]}}"),
                new Case(
                        "a directive replaces a list",
                        two,
                        "{spec: {containers: [{name: c}, {$patch: replace}]}}",
                        "{spec: {containers: [{name: c}]}}"),
                new Case(
                        "an order is kept",
                        two,
                        "{spec: {$setElementOrder/containers: [{name: b}, {name: a}]}}",
                        "{spec: {containers: [{name: b, image: 1}, {name: a, image: 1}]}}"),
                new Case(
                        "a list without key is replaced",
                        "{spec: {tolerations: [{key: a}]}}",
                        "{spec: {tolerations: [{key: b}]}}",
                        "{spec: {tolerations: [{key: b}]}}"),
                new Case(
                        "values are added to a set and taken from it",
                        "{metadata: {finalizers: [a, b]}}",
                        "{metadata: {finalizers: [c], $deleteFromPrimitiveList/finalizers: [a]}}",
                        "{metadata: {finalizers: [b, c]}}"),
                new Case(
                        "only the keys named are retained",
                        "{spec: {volumes: [{name: v, emptyDir: {}}]}}",
                        "{spec: {volumes: [{name: v, configMap: {name: c}, $retainKeys: [name, configMap]}]}}",
                        "{spec: {volumes: [{name: v, configMap: {name: c}}]}}"),
                new Case(
                        "an object is replaced",
                        "{metadata: {labels: {a: b}}}",
                        "{metadata: {labels: {c: d, $patch: replace}}}",
                        "{metadata: {labels: {c: d}}}"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePatchIsApplied(Case example) {
        assertThat(StrategicMerge.apply(yaml(example.current()), yaml(example.patch()), POD))
                .isEqualTo(yaml(example.result()));
    }

    @Test
    void anItemWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> StrategicMerge.apply(yaml("{}"), yaml("{spec: {containers: [{image: x}]}}"), POD))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("does not contain declared merge key: name");
    }

    @Test
    void aMergePatchFollowsItsStandard() {
        ObjectNode result = Patch.merge(yaml("{a: {b: null, c: 1}, d: [2]}")).apply(yaml("{a: {b: 1}, d: [1], e: 1}"));
        assertThat(result).isEqualTo(yaml("{a: {c: 1}, d: [2], e: 1}"));
    }

    @Test
    void aJsonPatchThatCannotBeAppliedIsRefused() {
        assertThatThrownBy(() -> Patch.json(YAMLMapper.shared().readTree("[{op: remove, path: /nothing}]"))
                        .apply(yaml("{a: 1}")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(422));
    }
}
