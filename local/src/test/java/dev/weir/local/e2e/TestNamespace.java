package dev.weir.local.e2e;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A namespace of one test class with its pods: they are ready before its first test, and gone after its last. */
final class TestNamespace implements BeforeAllCallback, AfterAllCallback {
    private static final int PORT = 8080;

    private final String name;
    private final List<String> pods = new ArrayList<>();
    private final StringBuilder manifests;

    private TestNamespace(String name) {
        this.name = name;
        this.manifests = new StringBuilder(Manifests.namespace(name));
    }

    static TestNamespace of(String name) {
        return new TestNamespace(name);
    }

    /** A pod that listens on port 8080. */
    TestNamespace withPod(String pod, String node) {
        pods.add(pod);
        return with(Manifests.podOnNode(name, pod, PORT, node));
    }

    TestNamespace with(String more) {
        manifests.append(more);
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Cluster cluster = ClusterExtension.cluster(context);
        cluster.apply(manifests.toString());
        cluster.awaitReady(name, pods.toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ClusterExtension.cluster(context).kubectl("delete", "namespace", name).orFail();
    }
}
