package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.ObjectRef;
import dev.weir.console.Parts.Banner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /logging}: the cluster's switches, the annotations, what they come to, and what others would. */
@Controller
final class LoggingPageController {
    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final LoggingForecasts forecasts;
    private final Texts texts;

    LoggingPageController(ClusterView cluster, KubernetesObjects objects, LoggingForecasts forecasts, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.forecasts = forecasts;
        this.texts = texts;
    }

    @GetMapping("/logging")
    String page(
            @RequestParam(defaultValue = "") String ns,
            @RequestParam(defaultValue = "") String allow,
            @RequestParam(defaultValue = "") String deny,
            Model model) {
        ClusterSnapshot snapshot = cluster.current();
        model.addAttribute("view", LoggingView.of(snapshot, ns.strip(), texts));
        model.addAttribute("forecast", forecasts.of(allow, deny, snapshot.logging()));
        return "logging/settings";
    }

    @PostMapping("/logging")
    String change(
            @RequestParam(defaultValue = "off") String allow,
            @RequestParam(defaultValue = "off") String deny,
            RedirectAttributes redirect) {
        Switch allowSwitch = LoggingView.chosen(allow);
        Switch denySwitch = LoggingView.chosen(deny);
        write(allowSwitch, denySwitch);
        Settling.await(
                cluster,
                snapshot -> snapshot.logging().allow().equals(allowSwitch)
                        && snapshot.logging().deny().equals(denySwitch));
        redirect.addFlashAttribute(
                "flash",
                Banner.success(texts.of("logging.changed")).with(Kubectl.patchLogging(allowSwitch, denySwitch)));
        return "redirect:/logging";
    }

    /** The object exists from the start; when somebody has deleted it, it is made again. */
    private void write(Switch allow, Switch deny) {
        try {
            objects.patch(
                    ObjectRef.networkLogging(),
                    PatchForm.MERGE,
                    Kubectl.loggingPatch(allow, deny),
                    WriteOptions.DEFAULT);
        } catch (KubernetesException.NotFound deleted) {
            objects.create(ObjectRef.networkLogging(), logging(allow, deny), WriteOptions.DEFAULT);
        }
    }

    private static Map<String, Object> logging(Switch allow, Switch deny) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", ObjectRef.networkLogging().kind().apiVersion());
        object.put("kind", ObjectRef.networkLogging().kind().kind());
        object.put("metadata", Map.of("name", ObjectRef.networkLogging().name()));
        object.put("spec", Map.of("cluster", Map.of("allow", tree(allow), "deny", tree(deny))));
        return object;
    }

    private static Map<String, Object> tree(Switch toggle) {
        return Map.of("log", toggle.log(), "delegate", toggle.delegate());
    }
}
