package dev.weir.nodes;

/**
 * In force on {@code inForce} of {@code concerned} nodes: a node is concerned when it runs a pod that the policy selects, and the policy
 * is in force there when every such pod is programmed as the newest snapshot wants it.
 */
public record Enforcement(int inForce, int concerned) {
    public boolean isComplete() {
        return inForce == concerned;
    }
}
