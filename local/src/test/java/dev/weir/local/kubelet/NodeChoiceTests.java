package dev.weir.local.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeChoiceTests {

    private static final Pod POD = new PodBuilder().withNewSpec().endSpec().build();

    @Test
    void theNodeWithTheFewestPodsIsChosen() {
        var nodes = List.of(node("a", true), node("b", true));
        assertThat(NodeChoice.choose(POD, nodes, Map.of("a", 2, "b", 1))).contains(nodes.get(1));
    }

    @Test
    void amongEqualsTheFirstByNameIsChosen() {
        var nodes = List.of(node("b", true), node("a", true));
        assertThat(NodeChoice.choose(POD, nodes, Map.of())).contains(nodes.get(1));
    }

    @Test
    void aNodeThatIsNotReadyOrCordonedGetsNoPod() {
        Node cordoned = new NodeBuilder(node("b", true))
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();
        assertThat(NodeChoice.choose(POD, List.of(node("a", false), cordoned), Map.of()))
                .isEmpty();
    }

    @Test
    void theNodeSelectorMustMatch() {
        Pod picky = new PodBuilder(POD)
                .editSpec()
                .addToNodeSelector("disk", "ssd")
                .endSpec()
                .build();
        Node ssd = new NodeBuilder(node("b", true))
                .editMetadata()
                .addToLabels("disk", "ssd")
                .endMetadata()
                .build();
        assertThat(NodeChoice.choose(picky, List.of(node("a", true), ssd), Map.of("b", 9)))
                .contains(ssd);
        assertThat(NodeChoice.choose(picky, List.of(node("a", true)), Map.of())).isEmpty();
    }

    private static Node node(String name, boolean ready) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }
}
