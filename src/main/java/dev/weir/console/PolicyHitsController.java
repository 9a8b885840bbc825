package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.counts.PolicyHits;
import dev.weir.flow.store.TimeRange;
import dev.weir.usage.PolicyUses;
import dev.weir.usage.RuleSeries;
import dev.weir.visible.VisibleCounts;
import dev.weir.words.PolicyWords;
import java.time.Duration;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /ns/{namespace}/policies/{name}/hits}: how often each rule was used over a time; as a fragment, the lines beside the sentences of the
 * policy's page. It is asked of all records of the time, so the page does not wait for it.
 */
@Controller
final class PolicyHitsController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final VisibleCounts counts;
    private final PolicyUses uses;
    private final PolicyWords words;
    private final Texts texts;

    PolicyHitsController(
            ClusterView cluster,
            KubernetesObjects objects,
            VisibleCounts counts,
            PolicyUses uses,
            PolicyWords words,
            Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.counts = counts;
        this.uses = uses;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping("/ns/{namespace}/policies/{name}/hits")
    String page(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = PolicyHitsView.DAY) String from,
            Model model) {
        model.addAttribute("view", view(new PolicyRef(namespace, name), from));
        return "policies/hits";
    }

    @GetMapping(path = "/ns/{namespace}/policies/{name}/hits", headers = "HX-Request")
    String lines(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = PolicyHitsView.DAY) String from,
            Model model) {
        page(namespace, name, from, model);
        return "policies/hits :: lines";
    }

    private PolicyHitsView view(PolicyRef ref, String from) {
        NetworkPolicy policy = PolicyDraft.read(objects.get(ObjectRef.policy(ref)));
        ClusterSnapshot snapshot = cluster.current();
        TimeRange range = LogsQuery.range(from, "", texts.now());
        Duration step = Histogram.step(range);
        RuleSeries series =
                uses.series(policy, range, step, PolicyHits.since(counts.hits(policy, snapshot.mode(policy))));
        return PolicyHitsView.of(
                new PolicyHitsView.Source(
                        policy,
                        from,
                        range,
                        step,
                        series,
                        uses.notRecorded(policy, range),
                        words.explain(policy, snapshot).sentences()),
                texts);
    }
}
