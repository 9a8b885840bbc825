package dev.weir.console;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.Alerts;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.visible.VisibleAlerts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /alerts} and {@code /alerts/{id}}: what was found. */
@Controller
final class AlertsPageController {
    private final AlertsView.Sources sources;

    AlertsPageController(
            VisibleAlerts alerts, AlertSettings settings, AlertDelivery delivery, AlertWords words, Texts texts) {
        sources = new AlertsView.Sources(alerts, settings, delivery, words, texts);
    }

    /** @param curl the command that asks for the evidence */
    record AlertView(AlertRow row, String description, String ruleHref, String filter, String curl) {}

    @GetMapping("/alerts")
    String list(@RequestParam(defaultValue = "") String state, Model model) {
        model.addAttribute("view", AlertsView.of(sources, state));
        return "alerts/list";
    }

    @GetMapping(path = "/alerts", headers = "HX-Request")
    String listing(@RequestParam(defaultValue = "") String state, Model model) {
        list(state, model);
        return "alerts/list :: listing";
    }

    @GetMapping("/alerts/{id}")
    String alert(@PathVariable String id, Model model) {
        Alerts.Entry entry = sources.alerts().find(id).orElseThrow(() -> new NotThere("alert " + id));
        model.addAttribute(
                "view",
                new AlertView(
                        AlertRow.of(entry, sources.words(), sources.texts()),
                        sources.words().description(entry.alert().rule()),
                        AlertsAddress.rule(entry.alert().rule()),
                        entry.alert().evidence().filter(),
                        AlertsAddress.curl(entry.alert().evidence())));
        return "alerts/alert";
    }
}
