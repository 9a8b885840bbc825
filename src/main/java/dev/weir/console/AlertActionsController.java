package dev.weir.console;

import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertException;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.Alerts;
import dev.weir.alert.Delivery;
import dev.weir.alert.Webhook;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.flow.TimeText;
import dev.weir.visible.VisibleAlerts;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people do about alerts, and who else is told. */
@Controller
final class AlertActionsController {
    private static final String FLASH = "flash";

    private final VisibleAlerts alerts;
    private final AlertSettings settings;
    private final AlertDelivery delivery;
    private final Texts texts;

    AlertActionsController(VisibleAlerts alerts, AlertSettings settings, AlertDelivery delivery, Texts texts) {
        this.alerts = alerts;
        this.settings = settings;
        this.delivery = delivery;
        this.texts = texts;
    }

    @PostMapping("/alerts/{id}/snooze")
    String snooze(
            @PathVariable String id,
            @RequestParam(defaultValue = "1h") String length,
            @RequestParam(defaultValue = "") String why,
            Principal reader,
            RedirectAttributes redirect) {
        return muted(
                id,
                redirect,
                "alerts.snoozed",
                () -> alerts.snooze(id, TimeText.length(length), why, reader.getName()));
    }

    @PostMapping("/alerts/{id}/expected")
    String expect(
            @PathVariable String id,
            @RequestParam(defaultValue = "30d") String length,
            @RequestParam(defaultValue = "") String why,
            Principal reader,
            RedirectAttributes redirect) {
        return muted(
                id,
                redirect,
                "alerts.expected",
                () -> alerts.expect(id, texts.now().plus(TimeText.length(length)), why, reader.getName()));
    }

    @PostMapping("/alerts/{id}/unmute")
    String unmute(@PathVariable String id, Principal reader, RedirectAttributes redirect) {
        return muted(id, redirect, "alerts.unmuted", () -> alerts.unmute(id, reader.getName()));
    }

    private String muted(String id, RedirectAttributes redirect, String key, Supplier<Optional<Alerts.Entry>> change) {
        try {
            if (change.get().isEmpty()) {
                throw new NotThere("alert " + id);
            }
            redirect.addFlashAttribute(FLASH, Banner.success(texts.of(key)));
        } catch (AlertException refused) {
            redirect.addFlashAttribute(FLASH, refusal(refused));
        }
        return "redirect:" + AlertsAddress.alert(id);
    }

    private Banner refusal(AlertException refused) {
        return Banner.error(texts.of("alerts.refused"), String.valueOf(refused.getMessage()));
    }

    @PostMapping("/alerts/webhook")
    String changeWebhook(
            @RequestParam String url,
            @RequestParam(defaultValue = "") String headerName,
            @RequestParam(defaultValue = "") String headerValue,
            @RequestParam(defaultValue = "") String consoleAddress,
            Principal reader,
            RedirectAttributes redirect) {
        try {
            settings.change(
                    new Webhook(url.strip(), headerName.strip(), headerValue.strip(), consoleAddress.strip()),
                    reader.getName());
            redirect.addFlashAttribute(FLASH, Banner.success(texts.of("alerts.webhook.saved")));
        } catch (AlertException refused) {
            redirect.addFlashAttribute(FLASH, refusal(refused));
        }
        return "redirect:/alerts";
    }

    @PostMapping("/alerts/webhook/delete")
    String deleteWebhook(Principal reader, RedirectAttributes redirect) {
        if (settings.removeWebhook(reader.getName())) {
            redirect.addFlashAttribute(FLASH, Banner.success(texts.of("alerts.webhook.removed")));
        }
        return "redirect:/alerts";
    }

    @PostMapping("/alerts/webhook/test")
    String testWebhook(RedirectAttributes redirect) {
        Webhook webhook = settings.webhook().orElseThrow(() -> new NotThere("webhook"));
        Delivery answer = delivery.test(webhook);
        redirect.addFlashAttribute(
                FLASH,
                answer.accepted()
                        ? Banner.success(texts.of("alerts.webhook.test.accepted", answer.answer()))
                        : Banner.error(texts.of("alerts.webhook.test.failed"), answer.answer()));
        return "redirect:/alerts";
    }
}
