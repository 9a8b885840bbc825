package dev.weir.local.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SelectorTests {

    private static final ResourceType PODS = new Catalog().builtin("v1", "Pod");
    private static final ObjectNode POD = (ObjectNode)
            YAMLMapper.shared()
                    .readTree(
                            "{metadata: {name: web-1, namespace: shop, labels: {app: web, size: '7', empty: ''}}, spec: {nodeName: n1}, status: {phase: Running}}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "app=web",
                "app==web",
                "app!=db",
                "app in (web,db)",
                "app notin (db)",
                "!other",
                "other notin (a)",
                "other!=a",
                "app=web,size>3",
                "size<9",
                "empty=",
                "app in (web, db),empty",
                "empty in ()"
            })
    void aLabelSelectorSelects(String selector) {
        assertThat(LabelSelector.parse(selector).test(POD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other",
                "app=db",
                "app!=web",
                "app in (db)",
                "app notin (web,db)",
                "!app",
                "size>7",
                "app=web,app=db"
            })
    void aLabelSelectorDoesNotSelect(String selector) {
        assertThat(LabelSelector.parse(selector).test(POD)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a b c", "app=web way", "app in", "app in (a", "-x=1", ",", "app=%"})
    void aMalformedLabelSelectorIsRefused(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(400))
                .hasMessageStartingWith("unable to parse requirement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metadata.name=web-1",
                "metadata.namespace!=other",
                "spec.nodeName=n1,status.phase==Running",
                "status.phase!=Failed",
                "spec.hostNetwork=false"
            })
    void aFieldSelectorSelects(String selector) {
        assertThat(FieldSelector.parse(selector, PODS).test(POD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.name=web", "spec.nodeName=", "status.phase=Pending"})
    void aFieldSelectorDoesNotSelect(String selector) {
        assertThat(FieldSelector.parse(selector, PODS).test(POD)).isFalse();
    }

    @Test
    void anUnknownFieldIsRefused() {
        assertThatThrownBy(() -> FieldSelector.parse("spec.color=red", PODS))
                .hasMessageEndingWith("field label not supported: spec.color");
        assertThatThrownBy(() -> FieldSelector.parse("nonsense", PODS)).isInstanceOf(ApiException.class);
    }
}
