package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which nodes exist and how far they are. Answers are immutable; safe to call from any thread. */
public interface NodeRegistry {

    /** Every node of the cluster and every daemon that called, by name. */
    List<NodeProgress> nodes();

    @Nullable
    NodeProgress node(NodeName name);

    /** Where a policy, as it is now, is in force. */
    Enforcement enforcement(PolicyRef policy);
}
