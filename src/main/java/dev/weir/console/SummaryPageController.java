package dev.weir.console;

import dev.weir.cluster.ClusterState;
import dev.weir.counts.ClusterCounts;
import dev.weir.nodes.NodeRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /}: the policy summary; as a fragment, its three cards. */
@Controller
final class SummaryPageController {
    private final ClusterState cluster;
    private final NodeRegistry nodes;
    private final ClusterCounts counts;
    private final Texts texts;

    SummaryPageController(ClusterState cluster, NodeRegistry nodes, ClusterCounts counts, Texts texts) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.counts = counts;
        this.texts = texts;
    }

    @GetMapping("/")
    String page(@RequestParam(defaultValue = "") String system, Model model) {
        model.addAttribute("view", view(!system.isEmpty()));
        return "summary/summary";
    }

    @GetMapping(path = "/", headers = "HX-Request")
    String cards(Model model) {
        model.addAttribute("view", view(false));
        return "summary/summary :: cards";
    }

    private SummaryView view(boolean showSystem) {
        SummaryView.Source source = new SummaryView.Source(
                cluster.current(),
                nodes.nodes(),
                counts.deniedLastDay(),
                counts.deniedLastMinutes(),
                counts.missing(),
                showSystem);
        return SummaryView.of(source, texts);
    }
}
