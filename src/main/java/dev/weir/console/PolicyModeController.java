package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.Parts.Banner;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Puts a policy into shadow and promotes it; only as it was on the page. */
@Controller
final class PolicyModeController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final Texts texts;

    PolicyModeController(ClusterView cluster, KubernetesObjects objects, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.texts = texts;
    }

    @PostMapping("/ns/{namespace}/policies/{name}/mode")
    String change(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam boolean shadow,
            @RequestParam String version,
            RedirectAttributes redirect) {
        PolicyRef ref = new PolicyRef(namespace, name);
        String word = ShadowView.word(shadow, cluster.current().namespace(namespace));
        redirect.addFlashAttribute("flash", write(ref, word, version, shadow));
        return "redirect:" + PolicyAddress.detail(ref);
    }

    private Banner write(PolicyRef ref, @Nullable String word, String version, boolean shadow) {
        try {
            objects.patch(
                    ObjectRef.policy(ref), PatchForm.MERGE, Kubectl.modePatch(word, version), WriteOptions.DEFAULT);
        } catch (KubernetesException.Conflict conflict) {
            return Banner.error(texts.of("shadow.conflict", ref), texts.of("shadow.conflict.text"));
        }
        Settling.await(cluster, snapshot -> {
            NetworkPolicy policy = snapshot.policy(ref);
            return policy != null && snapshot.isInShadow(policy) == shadow;
        });
        return Banner.success(texts.of(shadow ? "shadow.put" : "shadow.promoted", ref))
                .with(Kubectl.mode(ref, word));
    }
}
