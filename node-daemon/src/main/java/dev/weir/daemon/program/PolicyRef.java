package dev.weir.daemon.program;

/** Names a NetworkPolicy. */
public record PolicyRef(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
