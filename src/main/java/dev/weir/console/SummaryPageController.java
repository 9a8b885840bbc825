package dev.weir.console;

import dev.weir.cluster.ClusterState;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.nodes.NodeRegistry;
import java.time.Duration;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /}: the policy summary; as a fragment, its three cards. */
@Controller
final class SummaryPageController {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofMinutes(30);
    private static final Duration NOW = Duration.ofMinutes(5);

    private final ClusterState cluster;
    private final NodeRegistry nodes;
    private final RecordStore records;
    private final Texts texts;

    SummaryPageController(ClusterState cluster, NodeRegistry nodes, RecordStore records, Texts texts) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.records = records;
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
                records.denials(TimeRange.before(texts.now(), DAY), STEP),
                records.denials(TimeRange.before(texts.now(), NOW), NOW),
                showSystem);
        return SummaryView.of(source, texts);
    }
}
