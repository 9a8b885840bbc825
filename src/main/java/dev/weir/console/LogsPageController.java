package dev.weir.console;

import dev.weir.views.SavedViews;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** {@code /logs}: History and Live; as a fragment, everything below the filter. */
@Controller
final class LogsPageController {
    private final LogsPage logs;
    private final SavedViews views;

    LogsPageController(LogsPage logs, SavedViews views) {
        this.logs = logs;
        this.views = views;
    }

    /** The parameters as they come; what is missing is empty. */
    record Parameters(
            @Nullable String q,
            @Nullable String verdict,
            @Nullable String ns,
            @Nullable String pod,
            @Nullable String port,
            @Nullable String policy,
            @Nullable String from,
            @Nullable String to,
            @Nullable String page,
            @Nullable String open,
            @Nullable String live,
            @Nullable String join) {
        LogsQuery query() {
            return new LogsQuery(
                    orEmpty(q),
                    orEmpty(verdict),
                    orEmpty(ns),
                    orEmpty(pod),
                    orEmpty(port),
                    orEmpty(policy),
                    orEmpty(from),
                    orEmpty(to),
                    orEmpty(page),
                    orEmpty(open),
                    "1".equals(live),
                    "1".equals(join));
        }

        private static String orEmpty(@Nullable String value) {
            return value == null ? "" : value.strip();
        }
    }

    @GetMapping("/logs")
    ModelAndView page(@ModelAttribute Parameters parameters, Principal reader) {
        return answer("logs/explorer", parameters)
                .addObject("views", LogViewsController.ViewLink.of(views.of(reader.getName())));
    }

    @GetMapping(path = "/logs", headers = "HX-Request")
    ModelAndView result(@ModelAttribute Parameters parameters) {
        return answer("logs/explorer :: result", parameters);
    }

    /** 422 when the filter cannot be read: the answer is the form with what is wrong with it. */
    private ModelAndView answer(String template, Parameters parameters) {
        LogsView view = logs.view(parameters.query());
        ModelAndView answer = new ModelAndView(template);
        answer.addObject("view", view);
        answer.setStatus(view.error() == null ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
        return answer;
    }
}
