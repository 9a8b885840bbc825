package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.ObjectRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.NamespaceParts.Part;
import dev.weir.console.Parts.Banner;
import dev.weir.console.TimeBar.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /ns/{namespace}}: the part that {@code tab} names, and its deny logging. */
@Controller
final class NamespacePageController {
    private static final Times NOW = new Times("", "", "");

    private final ClusterView cluster;
    private final ClusterThen then;
    private final KubernetesObjects objects;
    private final NamespaceParts parts;
    private final ExpectationWords expectations;
    private final Texts texts;

    NamespacePageController(
            ClusterView cluster,
            ClusterThen then,
            KubernetesObjects objects,
            NamespaceParts parts,
            ExpectationWords expectations,
            Texts texts) {
        this.cluster = cluster;
        this.then = then;
        this.objects = objects;
        this.parts = parts;
        this.expectations = expectations;
        this.texts = texts;
    }

    @GetMapping("/ns/{namespace}")
    String page(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "") String tab,
            @ModelAttribute Times times,
            Model model) {
        NamespaceTab chosen = NamespaceTab.of(tab);
        Times read = chosen.hasPast() ? then.read(times) : NOW;
        ClusterSnapshot past = then.at(read.at());
        ClusterSnapshot snapshot = past == null ? cluster.current() : past;
        Namespace found = snapshot.namespace(namespace);
        if (found == null) {
            throw new NotThere("namespace " + namespace);
        }
        Part part = parts.of(chosen, found, snapshot, past, read);
        model.addAttribute("view", NamespaceView.of(found, snapshot, texts));
        model.addAttribute("mode", NamespaceModeView.of(found, snapshot, texts));
        model.addAttribute("tabs", NamespaceTab.all(namespace, chosen, read.at(), texts));
        model.addAttribute("time", time(chosen, namespace, read.at()));
        model.addAttribute("tab", part.template());
        model.addAttribute("part", part.view());
        model.addAttribute("expectations", expectations.rows(namespace));
        return "namespaces/detail";
    }

    /** The other parts have one of their own, with their records' times. */
    private @Nullable TimeBar time(NamespaceTab tab, String namespace, String at) {
        return tab.isOfCluster() ? TimeBar.ofCluster(at, other -> tab.href(namespace, other.at()), texts) : null;
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
