package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NodeName;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.nodes.NodeDiagnostics;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /nodes} and {@code /nodes/{node}}; as fragments, what changes on them while one looks. */
@Controller
final class NodesPageController {
    private final NodeRegistry nodes;
    private final ClusterView cluster;
    private final Texts texts;

    NodesPageController(NodeRegistry nodes, ClusterView cluster, Texts texts) {
        this.nodes = nodes;
        this.cluster = cluster;
        this.texts = texts;
    }

    @GetMapping("/nodes")
    String list(Model model) {
        model.addAttribute("view", NodesView.of(nodes.nodes(), texts));
        return "nodes/list";
    }

    @GetMapping(path = "/nodes", headers = "HX-Request")
    String table(Model model) {
        list(model);
        return "nodes/list :: listing";
    }

    @GetMapping("/nodes/{node}")
    String detail(@PathVariable String node, Model model) {
        model.addAttribute("view", NodesView.detail(found(node), cluster.current(), texts));
        return "nodes/detail";
    }

    /** What the API answers to a POST, as a file. */
    @GetMapping("/nodes/{node}/diagnostics")
    ResponseEntity<NodeDiagnostics> diagnostics(@PathVariable String node) {
        String file = node + "-diagnostics-" + texts.fileTime() + ".json";
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(file).build().toString())
                .body(NodeDiagnostics.of(found(node), texts.now()));
    }

    private NodeProgress found(String node) {
        NodeProgress progress = nodes.node(new NodeName(node));
        if (progress == null) {
            throw new NotThere("node " + node);
        }
        return progress;
    }

    @GetMapping(path = "/nodes/{node}", headers = "HX-Request")
    String figures(@PathVariable String node, Model model) {
        detail(node, model);
        return "nodes/detail :: figures";
    }
}
