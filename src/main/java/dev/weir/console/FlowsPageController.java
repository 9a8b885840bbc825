package dev.weir.console;

import dev.weir.console.TimeBar.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** {@code /flows}: who talks to whom as table, map or matrix; as a fragment, everything below the form. */
@Controller
final class FlowsPageController {
    private final FlowsPage flows;

    FlowsPageController(FlowsPage flows) {
        this.flows = flows;
    }

    /** The parameters as they come. */
    record Parameters(
            @Nullable String ns,
            @Nullable String from,
            @Nullable String to,
            @Nullable String at,
            @Nullable String scope,
            @Nullable String show,
            @Nullable String order,
            @Nullable String limit,
            @Nullable String view) {
        FlowsQuery query() {
            return new FlowsQuery(
                    orEmpty(ns),
                    new Times(orEmpty(from), orEmpty(to), orEmpty(at)),
                    FlowsQuery.wanted(orEmpty(scope), orEmpty(show), orEmpty(order)),
                    orEmpty(limit),
                    orEmpty(view));
        }

        private static String orEmpty(@Nullable String value) {
            return value == null ? "" : value.strip();
        }
    }

    @GetMapping("/flows")
    ModelAndView page(@ModelAttribute Parameters parameters) {
        return answer("flows/flows", parameters);
    }

    @GetMapping(path = "/flows", headers = "HX-Request")
    ModelAndView result(@ModelAttribute Parameters parameters) {
        return answer("flows/flows :: result", parameters);
    }

    /** 422 when the time cannot be read, as on the Logs page. */
    private ModelAndView answer(String template, Parameters parameters) {
        FlowsView view = flows.view(parameters.query());
        ModelAndView answer = new ModelAndView(template);
        answer.addObject("view", view);
        answer.setStatus(view.error() == null ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
        return answer;
    }
}
