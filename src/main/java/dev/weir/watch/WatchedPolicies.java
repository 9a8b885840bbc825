package dev.weir.watch;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.ObjectWitness;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts every change of a policy that the API server tells into the book. */
public final class WatchedPolicies implements ObjectWitness {
    private final WatchBook book;
    private final WatchedTexts texts;

    public WatchedPolicies(WatchBook book, WatchedTexts texts) {
        this.book = book;
        this.texts = texts;
    }

    @Override
    public void saw(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
        if (ref.kind() != ObjectKind.NETWORK_POLICY) {
            return;
        }
        if (now == null) {
            book.removed(Topic.POLICIES, ref.namespace(), ref.name());
        } else {
            book.wrote(Topic.POLICIES, ref.namespace(), ref.name(), texts.policy(now));
        }
    }

    @Override
    public void sawEverything() {
        book.knowsAll(Topic.POLICIES);
    }
}
