package dev.weir.local.e2e;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one local cluster for all test classes of the JVM and takes it down after the last. It never touches a cluster that somebody
 * else started: it fails and says so.
 */
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace OURS = Namespace.create(ClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    static Cluster cluster(ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(Cluster.class, key -> start(), Cluster.class);
    }

    private static Cluster start() {
        if (java.nio.file.Files.exists(java.nio.file.Path.of("/run/weir/local.pid"))) {
            throw new AssertionError("A local cluster is running. Stop it first: sudo ./weir down");
        }
        return Cluster.up();
    }
}
