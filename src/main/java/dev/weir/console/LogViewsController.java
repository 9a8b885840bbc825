package dev.weir.console;

import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Link;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.views.SavedView;
import dev.weir.views.SavedViews;
import dev.weir.views.ViewException;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /logs/views}: saves the question of the Logs page under a name, and deletes it again. */
@Controller
final class LogViewsController {
    private final SavedViews views;
    private final Texts texts;

    LogViewsController(SavedViews views, Texts texts) {
        this.views = views;
        this.texts = texts;
    }

    /** @param own null for a view that comes with the program; otherwise the name by which it is deleted */
    record ViewLink(Link link, @Nullable String own) {
        static List<ViewLink> of(List<SavedView> views) {
            return views.stream()
                    .map(view -> new ViewLink(
                            new Link(LogsAddress.of(view.filter(), view.from()), view.name()),
                            view.owner().isEmpty() ? null : view.name()))
                    .toList();
        }
    }

    @PostMapping("/logs/views")
    String save(
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String from,
            Principal reader,
            RedirectAttributes redirect) {
        try {
            SavedView saved = views.save(reader.getName(), name, q, from);
            redirect.addFlashAttribute("flash", Banner.success(texts.of("logs.views.saved", saved.name())));
        } catch (ViewException | FilterSyntaxException refused) {
            redirect.addFlashAttribute(
                    "flash", Banner.error(texts.of("logs.views.refused"), String.valueOf(refused.getMessage())));
        }
        return "redirect:" + LogsAddress.of("/logs", new String[] {"q", q}, new String[] {"from", from});
    }

    @PostMapping("/logs/views/delete")
    String delete(@RequestParam String name, Principal reader, RedirectAttributes redirect) {
        if (views.delete(reader.getName(), name)) {
            redirect.addFlashAttribute("flash", Banner.success(texts.of("logs.views.deleted", name)));
        }
        return "redirect:/logs";
    }
}
