package dev.weir.console;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.PolicyText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Recommended policies in shadow as they are to become enforced. */
@Component
final class LockdownEdits {
    private final KubernetesObjects objects;

    LockdownEdits(KubernetesObjects objects) {
        this.objects = objects;
    }

    /** One of them as it is now. */
    record Held(PolicyRef policy, Map<String, Object> object) {
        /** What the page shows of it and is asked for again. */
        String seen() {
            return policy.name() + " " + PolicyText.version(object);
        }

        /** The same, enforced. */
        Map<String, Object> promoted(@Nullable Namespace namespace) {
            Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
            Map<String, Object> annotations = PolicyDraft.map(metadata.get("annotations"));
            String word = ShadowView.word(false, namespace);
            if (word == null) {
                annotations.remove(PolicyMode.ANNOTATION);
            } else {
                annotations.put(PolicyMode.ANNOTATION, word);
            }
            metadata.put("annotations", annotations);
            Map<String, Object> result = new LinkedHashMap<>(object);
            result.put("metadata", metadata);
            return result;
        }
    }

    List<Held> held(List<NetworkPolicy> policies) {
        return policies.stream()
                .map(policy -> new Held(policy.ref(), objects.get(ObjectRef.policy(policy.ref()))))
                .toList();
    }
}
