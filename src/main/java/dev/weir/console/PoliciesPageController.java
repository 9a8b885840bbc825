package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.console.PoliciesView.Query;
import dev.weir.nodes.NodeRegistry;
import dev.weir.words.PolicyWords;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /policies}: the list; as a fragment, its rows. */
@Controller
final class PoliciesPageController {
    private final ClusterView cluster;
    private final PoliciesView.Tools tools;

    PoliciesPageController(ClusterView cluster, NodeRegistry nodes, PolicyWords words, Texts texts) {
        this.cluster = cluster;
        tools = new PoliciesView.Tools(words, nodes, texts);
    }

    @GetMapping("/policies")
    String page(
            @RequestParam(defaultValue = "") String ns,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        model.addAttribute("view", PoliciesView.of(new Query(ns.strip(), q, state, after), cluster.current(), tools));
        return "policies/list";
    }

    @GetMapping(path = "/policies", headers = "HX-Request")
    String rows(
            @RequestParam(defaultValue = "") String ns,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String after,
            Model model) {
        page(ns, q, state, after, model);
        return "policies/list :: rows";
    }
}
