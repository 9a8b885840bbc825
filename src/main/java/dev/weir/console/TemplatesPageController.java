package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Namespace;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.words.PolicyWords;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /policies/templates?ns=}: policies to start from. */
@Controller
final class TemplatesPageController {
    private final ClusterView cluster;
    private final PolicyTemplates templates;
    private final PolicyWords words;
    private final Texts texts;

    TemplatesPageController(ClusterView cluster, PolicyTemplates templates, PolicyWords words, Texts texts) {
        this.cluster = cluster;
        this.templates = templates;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping("/policies/templates")
    String page(@RequestParam(defaultValue = "") String ns, Model model) {
        ClusterSnapshot snapshot = cluster.current();
        String namespace = ns.isBlank()
                ? snapshot.namespaces().stream()
                        .map(Namespace::name)
                        .findFirst()
                        .orElse("default")
                : ns.strip();
        if (!ns.isBlank() && snapshot.namespace(namespace) == null) {
            throw new NotThere("namespace " + namespace);
        }
        model.addAttribute("view", TemplatesView.of(namespace, snapshot, templates, words, texts));
        return "policies/templates";
    }
}
