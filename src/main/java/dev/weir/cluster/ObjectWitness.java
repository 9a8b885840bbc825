package dev.weir.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is told of every change of NetworkPolicies, NetworkLoggings and Namespaces, with the whole objects. Called by threads that must not wait. */
public interface ObjectWitness {

    /**
     * An object came, was changed or went.
     *
     * @param before as it was known until now; null when it was not
     * @param now null when it is gone
     */
    void saw(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now);

    /** Everything that there is has been told; what was known from an earlier life and was not among it is gone. */
    void sawEverything();
}
