package dev.weir.console;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertException;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Baseline;
import dev.weir.alert.RuleSettings;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.flow.TimeText;
import dev.weir.visible.VisibleAlerts;
import java.security.Principal;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /alerts/rules/{rule}}: thresholds and what is usual, to read and to change. */
@Controller
final class AlertRulePageController {
    private final AlertsView.Sources sources;
    private final Texts texts;

    AlertRulePageController(
            VisibleAlerts alerts, AlertSettings settings, AlertDelivery delivery, AlertWords words, Texts texts) {
        sources = new AlertsView.Sources(alerts, settings, delivery, words, texts);
        this.texts = texts;
    }

    /** The fields of a form; those that the rule does not have are not in it. */
    private static RuleSettings settings(Map<String, String> form, RuleSettings before) {
        String threshold = form.getOrDefault("threshold", "").strip();
        String window = form.getOrDefault("window", "").strip();
        String factor = form.getOrDefault("factor", "").strip();
        String learning = form.getOrDefault("learning", "").strip();
        return new RuleSettings(
                form.containsKey("on"),
                threshold.isEmpty() ? before.threshold() : Long.parseLong(threshold),
                window.isEmpty() ? before.window() : TimeText.length(window),
                factor.isEmpty() ? before.factor() : Double.parseDouble(factor),
                learning.isEmpty() ? before.learning() : TimeText.length(learning));
    }

    @GetMapping("/alerts/rules/{rule}")
    String page(@PathVariable String rule, Model model) {
        model.addAttribute("view", AlertRuleView.of(sources, rule(rule)));
        return "alerts/rule";
    }

    private static AlertRule rule(String label) {
        return AlertRule.ofLabel(label).orElseThrow(() -> new NotThere("rule " + label));
    }

    @PostMapping("/alerts/rules/{rule}")
    String change(
            @PathVariable String rule,
            @RequestParam Map<String, String> form,
            Principal reader,
            RedirectAttributes redirect) {
        AlertRule known = rule(rule);
        return tried(known, redirect, () -> {
            RuleSettings wanted = settings(form, sources.settings().of(known));
            sources.settings().change(known, wanted, reader.getName());
            return Banner.success(texts.of("alert.rule-saved"));
        });
    }

    @PostMapping("/alerts/rules/{rule}/baseline")
    String learn(
            @PathVariable String rule,
            @RequestParam String namespace,
            @RequestParam String name,
            @RequestParam String usual,
            Principal reader,
            RedirectAttributes redirect) {
        AlertRule known = rule(rule);
        AlertSubject workload = AlertSubject.workload(namespace.strip(), name.strip());
        return tried(known, redirect, () -> {
            sources.alerts().learn(known, baseline(known, workload, usual), reader.getName());
            return Banner.success(texts.of("alert.baseline-saved", workload));
        });
    }

    private static Baseline baseline(AlertRule rule, AlertSubject workload, String usual) {
        if (rule == AlertRule.FIRST_SEEN_EGRESS) {
            List<String> addresses = Arrays.stream(usual.split("[,\\s]+"))
                    .filter(address -> !address.isBlank())
                    .toList();
            return new Baseline(workload, null, addresses);
        }
        return new Baseline(workload, Double.parseDouble(usual.strip()), List.of());
    }

    @PostMapping("/alerts/rules/{rule}/baseline/delete")
    String forget(
            @PathVariable String rule,
            @RequestParam String namespace,
            @RequestParam String name,
            Principal reader,
            RedirectAttributes redirect) {
        AlertRule known = rule(rule);
        AlertSubject workload = AlertSubject.workload(namespace, name);
        if (sources.alerts().forget(known, workload, reader.getName())) {
            redirect.addFlashAttribute("flash", Banner.success(texts.of("alert.baseline-removed", workload)));
        }
        return "redirect:" + AlertsAddress.rule(known);
    }

    /** A change that a person asks for. */
    private interface Attempt {
        Banner make();
    }

    private String tried(AlertRule rule, RedirectAttributes redirect, Attempt attempt) {
        Banner banner;
        try {
            banner = attempt.make();
        } catch (AlertException refused) {
            banner = Banner.error(texts.of("alerts.refused"), String.valueOf(refused.getMessage()));
        } catch (NumberFormatException | DateTimeException unreadable) {
            banner = Banner.error(texts.of("alerts.refused"), texts.of("alerts.refused.unreadable"));
        }
        redirect.addFlashAttribute("flash", banner);
        return "redirect:" + AlertsAddress.rule(rule);
    }
}
