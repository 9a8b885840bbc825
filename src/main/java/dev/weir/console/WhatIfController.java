package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.PolicyCheck.Draft;
import dev.weir.console.PolicyCheck.Reading;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /ns/{namespace}/what-if}: what a policy would change that is being written there; as a fragment the panel, otherwise a page. */
@Controller
final class WhatIfController {
    private final PolicyCheck check;
    private final WhatIf whatIf;

    WhatIfController(PolicyCheck check, WhatIf whatIf) {
        this.check = check;
        this.whatIf = whatIf;
    }

    /**
     * What the page needs.
     *
     * @param panel null while the text is none that could be simulated
     */
    record WhatIfPage(
            String namespace, String yaml, @Nullable WhatIfView panel) {}

    @PostMapping("/ns/{namespace}/what-if")
    String page(
            @PathVariable String namespace,
            @RequestParam String yaml,
            @RequestParam(defaultValue = "") String name,
            Model model) {
        String text = yaml.replace("\r\n", "\n");
        WhatIfView panel =
                policy(new Draft(namespace, name, text)).map(whatIf::of).orElse(null);
        model.addAttribute("view", new WhatIfPage(namespace, text, panel));
        return "policies/what-if";
    }

    @PostMapping(path = "/ns/{namespace}/what-if", headers = "HX-Request")
    String panel(
            @PathVariable String namespace,
            @RequestParam String yaml,
            @RequestParam(defaultValue = "") String name,
            Model model) {
        page(namespace, yaml, name, model);
        return "policies/what-if :: panel";
    }

    /** Empty for what the check beside it already finds fault with. */
    private Optional<NetworkPolicy> policy(Draft draft) {
        return switch (check.read(draft)) {
            case Reading.Unreadable unreadable -> Optional.empty();
            case Reading.Readable readable -> {
                try {
                    yield Optional.of(PolicyDraft.read(readable.object()));
                } catch (IllegalArgumentException notValid) {
                    yield Optional.empty();
                }
            }
        };
    }
}
