package dev.weir.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /}: the policy summary, now or as it was; as a fragment, its three cards of now. */
@Controller
final class SummaryPageController {
    private final SummaryPage summary;

    SummaryPageController(SummaryPage summary) {
        this.summary = summary;
    }

    @GetMapping("/")
    String page(
            @RequestParam(defaultValue = "") String system, @RequestParam(defaultValue = "") String at, Model model) {
        model.addAttribute("view", summary.view(at.strip(), !system.isEmpty()));
        return "summary/summary";
    }

    @GetMapping(path = "/", headers = "HX-Request")
    String cards(Model model) {
        model.addAttribute("view", summary.view("", false));
        return "summary/summary :: cards";
    }
}
