package dev.weir.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkNamespaceTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir-fabric",
                "weir-internet",
                "weir-node-1",
                "weir-node-12",
                "weir.shop.web-0",
                "weir.default.a.b"
            })
    void namespacesOfTheLocalClusterAreRecognised(String name) {
        assertThat(NetworkNamespace.belongsToTheLocalCluster(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"weir-bench", "weir-node-", "weir-node-1x", "weird", "weir.shop", "cni-1234", "my-weir-node-1"})
    void namespacesOfOthersAreLeftAlone(String name) {
        assertThat(NetworkNamespace.belongsToTheLocalCluster(name)).isFalse();
    }

    @Test
    void aNameThatCouldLeaveTheDirectoryIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkNamespace("weir/../etc"));
    }

    @Test
    void aPodsInterfaceFitsTheKernelsFifteenCharacters() {
        var node = new NodeNetwork(1);
        var pod = new PodNetwork(node, "shop", "web", "c0ffee", new PodAddresses("10.244.1.2", "fd00:10:244:1::2"));
        assertThat(pod.hostInterface()).hasSizeLessThanOrEqualTo(15).startsWith("pod");
        assertThat(pod.namespace().name()).isEqualTo("weir.shop.web");
    }
}
