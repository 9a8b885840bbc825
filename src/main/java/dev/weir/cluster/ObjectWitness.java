package dev.weir.cluster;

import java.util.Collection;
import java.util.List;
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

    /** Tells all of them, one after the other. */
    static ObjectWitness all(Collection<ObjectWitness> witnesses) {
        List<ObjectWitness> each = List.copyOf(witnesses);
        return new ObjectWitness() {
            @Override
            public void saw(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
                each.forEach(witness -> witness.saw(ref, before, now));
            }

            @Override
            public void sawEverything() {
                each.forEach(ObjectWitness::sawEverything);
            }
        };
    }
}
