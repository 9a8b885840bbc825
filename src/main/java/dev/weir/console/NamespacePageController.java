package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.ObjectRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.visible.VisibleCounts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /ns/{namespace}}: its pods by workload, and its deny logging. */
@Controller
final class NamespacePageController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final VisibleCounts counts;
    private final RecentDenials denials;
    private final Texts texts;

    NamespacePageController(
            ClusterView cluster, KubernetesObjects objects, VisibleCounts counts, RecentDenials denials, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.counts = counts;
        this.denials = denials;
        this.texts = texts;
    }

    @GetMapping("/ns/{namespace}")
    String page(@PathVariable String namespace, Model model) {
        Namespace found = cluster.current().namespace(namespace);
        if (found == null) {
            throw new NotThere("namespace " + namespace);
        }
        model.addAttribute(
                "view", NamespaceView.of(found, cluster.current(), NamespacePairs.of(namespace, counts, texts), texts));
        model.addAttribute("mode", NamespaceModeView.of(found, cluster.current(), texts));
        model.addAttribute("denials", denials.in(namespace));
        return "namespaces/detail";
    }

    @PostMapping("/ns/{namespace}/deny-logging")
    String denyLogging(
            @PathVariable String namespace,
            @RequestParam boolean on,
            @RequestParam(defaultValue = "") String back,
            RedirectAttributes redirect) {
        objects.patch(
                ObjectRef.namespace(namespace),
                PatchForm.MERGE,
                Kubectl.annotationPatch(Namespace.DENY_LOGGING_ANNOTATION, on),
                WriteOptions.DEFAULT);
        Settling.await(cluster, snapshot -> {
            Namespace changed = snapshot.namespace(namespace);
            return changed != null && changed.wantsDenyLogging() == on;
        });
        String key = on ? "namespace.deny-logging.on" : "namespace.deny-logging.off";
        redirect.addFlashAttribute(
                "flash", Banner.success(texts.of(key, namespace)).with(Kubectl.annotateNamespace(namespace, on)));
        return "redirect:"
                + switch (back) {
                    case "logging" -> "/logging";
                    case "lockdown" -> LockdownQuery.base(namespace);
                    default -> PolicyAddress.namespace(namespace);
                };
    }
}
