package dev.weir.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /api/docs}: the REST API for people, made from the document that programs read. */
@Controller
final class ApiDocsPageController {
    private final ApiDocument document;

    ApiDocsPageController(ApiDocument document) {
        this.document = document;
    }

    @GetMapping("/api/docs")
    String page(HttpServletRequest request, Locale locale, Model model) {
        model.addAttribute("view", ApiDocsView.of(document.read(request, locale)));
        return "access/api";
    }

    /** The document itself; {@code /api/v1/openapi.json} wants a token, which a browser does not send. */
    @GetMapping(path = "/api/docs/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String json(HttpServletRequest request, Locale locale) {
        return document.read(request, locale).toPrettyString();
    }
}
