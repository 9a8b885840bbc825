package dev.weir.policy;

import dev.weir.cluster.NodeName;
import java.util.Set;

/**
 * Which nodes the step from the compilation before concerns, and how.
 *
 * @param everyNode whether enforcement changes on every node, also on those that have no name yet in the cluster
 * @param enforcement the nodes whose enforcement changes; rather one too many than one too few
 * @param names whether the table of identities, which all nodes share, has changed
 */
public record Concerns(boolean everyNode, Set<NodeName> enforcement, boolean names) {
    static final Concerns EVERYTHING = new Concerns(true, Set.of(), true);

    public Concern of(NodeName node) {
        if (everyNode || enforcement.contains(node)) {
            return Concern.ENFORCEMENT;
        }
        return names ? Concern.NAMES : Concern.NOTHING;
    }
}
