package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.nodes.NodeRegistry;
import dev.weir.visible.VisibleCounts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /}: the policy summary; as a fragment, its three cards. */
@Controller
final class SummaryPageController {
    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final VisibleCounts counts;
    private final Texts texts;

    SummaryPageController(ClusterView cluster, NodeRegistry nodes, VisibleCounts counts, Texts texts) {
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
