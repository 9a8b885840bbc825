package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.counts.ShadowReport;
import dev.weir.document.PolicyText;
import dev.weir.flow.store.TimeRange;
import dev.weir.nodes.NodeRegistry;
import dev.weir.usage.PolicyUses;
import dev.weir.visible.VisibleCounts;
import dev.weir.words.PolicyWords;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /ns/{namespace}/policies/{name}}: one policy, its logging, its deletion. */
@Controller
@RequestMapping("/ns/{namespace}/policies/{name}")
final class PolicyPageController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final NodeRegistry nodes;
    private final VisibleCounts counts;
    private final RecentDenials denials;
    private final PolicyUses uses;
    private final PolicyWords words;
    private final Texts texts;

    PolicyPageController(
            ClusterView cluster,
            KubernetesObjects objects,
            NodeRegistry nodes,
            VisibleCounts counts,
            RecentDenials denials,
            PolicyUses uses,
            PolicyWords words,
            Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.nodes = nodes;
        this.counts = counts;
        this.denials = denials;
        this.uses = uses;
        this.words = words;
        this.texts = texts;
    }

    @GetMapping
    String page(@PathVariable String namespace, @PathVariable String name, Model model) {
        PolicyRef ref = new PolicyRef(namespace, name);
        Map<String, Object> object = objects.get(ObjectRef.policy(ref));
        NetworkPolicy policy = PolicyDraft.read(object);
        model.addAttribute("view", PolicyView.of(policy, PolicyText.of(object), source(policy)));
        model.addAttribute("shadow", shadow(policy, PolicyText.version(object)));
        model.addAttribute("denials", denials.isolatedBy(ref));
        model.addAttribute("lastRecorded", lastRecorded(policy, object));
        return "policies/detail";
    }

    private LastRecorded lastRecorded(NetworkPolicy policy, Map<String, Object> object) {
        boolean recorded = new LoggingState(cluster.current(), texts).allows(policy);
        return LastRecorded.of(
                policy, recorded, uses.last(policy.ref(), LastRecorded.written(object), texts.now()), texts);
    }

    /** How much of the policy was used; asked of all records of the time, so it is a page of its own. */
    @GetMapping("/use")
    String use(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "7d") String from,
            Model model) {
        NetworkPolicy policy = PolicyDraft.read(objects.get(ObjectRef.policy(new PolicyRef(namespace, name))));
        TimeRange range = LogsQuery.range(from, "", texts.now());
        model.addAttribute("view", PolicyUseView.of(policy, from, uses.of(policy, range), texts));
        return "policies/use";
    }

    @GetMapping(headers = "HX-Request")
    String inForce(@PathVariable String namespace, @PathVariable String name, Model model) {
        if (cluster.current().namespace(namespace) == null) {
            throw new NotThere("namespace " + namespace);
        }
        PolicyRef ref = new PolicyRef(namespace, name);
        model.addAttribute("inForce", PolicyView.InForce.of(ref, nodes.enforcement(ref), texts));
        return "policies/detail :: in-force(inForce=${inForce})";
    }

    @PostMapping("/logging")
    String logging(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam boolean on,
            @RequestParam(defaultValue = "") String back,
            RedirectAttributes redirect) {
        PolicyRef ref = new PolicyRef(namespace, name);
        objects.patch(
                ObjectRef.policy(ref),
                PatchForm.MERGE,
                Kubectl.annotationPatch(NetworkPolicy.ALLOW_LOGGING_ANNOTATION, on),
                WriteOptions.DEFAULT);
        Settling.await(cluster, snapshot -> {
            NetworkPolicy policy = snapshot.policy(ref);
            return policy != null && policy.wantsAllowLogging() == on;
        });
        redirect.addFlashAttribute(
                "flash",
                Banner.success(texts.of(on ? "policy.logging.on" : "policy.logging.off", ref))
                        .with(Kubectl.annotatePolicy(ref, on)));
        return back.equals("logging")
                ? "redirect:" + LogsAddress.of("/logging", new String[] {"ns", namespace})
                : "redirect:" + PolicyAddress.detail(ref);
    }

    @GetMapping("/delete")
    String confirmDeletion(@PathVariable String namespace, @PathVariable String name, Model model) {
        PolicyRef ref = new PolicyRef(namespace, name);
        NetworkPolicy policy = PolicyDraft.read(objects.get(ObjectRef.policy(ref)));
        model.addAttribute("view", PolicyView.deletion(policy, source(policy), null));
        return "policies/delete";
    }

    @PostMapping("/delete")
    ModelAndView delete(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirm,
            RedirectAttributes redirect) {
        PolicyRef ref = new PolicyRef(namespace, name);
        NetworkPolicy policy = PolicyDraft.read(objects.get(ObjectRef.policy(ref)));
        PolicyView.DeleteView view = PolicyView.deletion(policy, source(policy), texts.of("delete.wrong-name"));
        if (view.confirmByName() && !confirm.strip().equals(name)) {
            return new ModelAndView("policies/delete", Map.of("view", view), HttpStatus.UNPROCESSABLE_CONTENT);
        }
        objects.delete(ObjectRef.policy(ref), "", WriteOptions.DEFAULT);
        Settling.await(cluster, snapshot -> snapshot.policy(ref) == null);
        redirect.addFlashAttribute("flash", Banner.success(texts.of("policy.deleted", ref)));
        return new ModelAndView("redirect:" + LogsAddress.of("/policies", new String[] {"ns", namespace}));
    }

    private ShadowView shadow(NetworkPolicy policy, String version) {
        ClusterSnapshot snapshot = cluster.current();
        ShadowReport report = ShadowReport.of(
                policy,
                snapshot,
                counts.hits(policy, PolicyMode.SHADOW),
                counts.pairs(policy.ref().namespace()));
        return ShadowView.of(policy, new ShadowView.Source(snapshot, report, version, texts));
    }

    private PolicyView.Source source(NetworkPolicy policy) {
        ClusterSnapshot snapshot = cluster.current();
        return new PolicyView.Source(
                snapshot,
                nodes.enforcement(policy.ref()),
                counts.hits(policy, snapshot.mode(policy)),
                counts.missing(),
                words,
                texts);
    }
}
