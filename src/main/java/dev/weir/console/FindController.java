package dev.weir.console;

import dev.weir.console.LogsView.QueryError;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.paste.PasteReader;
import dev.weir.paste.Pasted;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** {@code /find}: from whatever was pasted into the field at the top to the page it is about. */
@Controller
final class FindController {
    private final PasteReader reader;
    private final Texts texts;

    FindController(PasteReader reader, Texts texts) {
        this.reader = reader;
        this.texts = texts;
    }

    @GetMapping("/find")
    ModelAndView find(@RequestParam(defaultValue = "") String q) {
        if (q.isBlank()) {
            return answer(FindView.empty(), HttpStatus.OK);
        }
        try {
            return to(reader.read(q));
        } catch (FilterSyntaxException wrong) {
            String position = texts.of("logs.error.position", wrong.line(), wrong.column());
            return answer(
                    FindView.wrong(q, new QueryError(wrong.problem(), wrong.remedy(), position)),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private ModelAndView to(Pasted pasted) {
        return switch (pasted) {
            case Pasted.Several several -> answer(FindView.of(several, texts), HttpStatus.OK);
            case Pasted.Question question -> redirect(question.page());
            case Pasted.Place place -> redirect(place.page());
        };
    }

    /** A page of this console, told by its path: the browser stays where it is. */
    private static ModelAndView redirect(String page) {
        RedirectView view = new RedirectView(URI.create(page).toString(), false, false, false);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExpandUriTemplateVariables(false);
        return new ModelAndView(view);
    }

    private static ModelAndView answer(FindView view, HttpStatus status) {
        ModelAndView page = new ModelAndView("find/find").addObject("view", view);
        page.setStatus(status);
        return page;
    }
}
