package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ListedVersionsTests {
    private final ListedVersions<Pod> pods = new ListedVersions<>(Pod::new);

    private static Pod pod(String version) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web-1")
                .withResourceVersion(version)
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .build();
    }

    @Test
    void whatWasKnownBeforeComesBackWithItsVersion() {
        assertThat(pods.put("shop/web-1", pod("1"))).isNull();
        assertThat(pods.put("shop/web-1", pod("2")))
                .satisfies(before -> assertThat(version(before)).isEqualTo("shop/web-1 1"));
        assertThat(pods.get("shop/web-1"))
                .satisfies(now -> assertThat(version(now)).isEqualTo("shop/web-1 2"));
        assertThat(pods.remove("shop/web-1"))
                .satisfies(last -> assertThat(version(last)).isEqualTo("shop/web-1 2"));
        assertThat(pods.remove("shop/web-1")).isNull();
        assertThat(pods.size()).isZero();
    }

    private String version(Pod pod) {
        return pods.getKey(pod) + " " + pod.getMetadata().getResourceVersion();
    }

    @Test
    void nothingElseOfAnObjectIsKept() {
        pods.put("shop/web-1", pod("1"));
        assertThat(pods.values()).singleElement().satisfies(known -> {
            assertThat(known.getSpec()).isNull();
            assertThat(known.getMetadata().getLabels()).isNullOrEmpty();
        });
        assertThat(pods.isFullState()).isFalse();
    }

    @Test
    void anObjectWithoutNamespaceAndWithoutVersionIsKnownByItsName() {
        ListedVersions<Node> nodes = new ListedVersions<>(Node::new);
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .endMetadata()
                .build();
        nodes.put(nodes.getKey(node), node);
        assertThat(nodes.keySet()).containsExactly("node-1");
        assertThat(nodes.values()).map(HasMetadata::getMetadata).singleElement().satisfies(known -> {
            assertThat(known.getName()).isEqualTo("node-1");
            assertThat(known.getNamespace()).isNull();
        });
    }
}
