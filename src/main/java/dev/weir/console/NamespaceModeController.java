package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.ObjectRef;
import dev.weir.console.Parts.Banner;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Puts the policies of a namespace into shadow together, and promotes them. */
@Controller
final class NamespaceModeController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final Texts texts;

    NamespaceModeController(ClusterView cluster, KubernetesObjects objects, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.texts = texts;
    }

    @PostMapping("/ns/{namespace}/mode")
    String change(@PathVariable String namespace, @RequestParam boolean shadow, RedirectAttributes redirect) {
        redirect.addFlashAttribute("flash", write(namespace, shadow));
        return "redirect:" + PolicyAddress.namespace(namespace);
    }

    private Banner write(String namespace, boolean shadow) {
        String word = NamespaceModeView.word(shadow);
        objects.patch(ObjectRef.namespace(namespace), PatchForm.MERGE, Kubectl.modePatch(word), WriteOptions.DEFAULT);
        Settling.await(cluster, snapshot -> {
            Namespace changed = snapshot.namespace(namespace);
            return changed != null && changed.isInShadow() == shadow;
        });
        return Banner.success(texts.of(shadow ? "namespace.mode.put" : "namespace.mode.promoted", namespace))
                .with(Kubectl.mode(namespace, word));
    }
}
