package dev.weir.console;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.HistoryView.Form;
import dev.weir.visible.VisibleAudit;
import dev.weir.visible.VisibleAudit.Seen;
import dev.weir.why.ChangeExplainer;
import java.time.DateTimeException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /history}: who changed what, from where, and what that did. */
@Controller
final class HistoryPageController {
    private static final int SHOWN = 50;

    private final VisibleAudit audit;
    private final ChangeExplainer explainer;
    private final CurrentAccess reader;
    private final HistoryWords words;
    private final SentenceDiff sentences;
    private final Texts texts;

    HistoryPageController(
            VisibleAudit audit,
            ChangeExplainer explainer,
            CurrentAccess reader,
            HistoryWords words,
            SentenceDiff sentences,
            Texts texts) {
        this.audit = audit;
        this.explainer = explainer;
        this.reader = reader;
        this.words = words;
        this.sentences = sentences;
        this.texts = texts;
    }

    @GetMapping("/history")
    ModelAndView list(@ModelAttribute Form form, @RequestParam(name = "continue", defaultValue = "") String place) {
        try {
            VisibleAudit.Page page = audit.list(form.query(texts.now(), place), SHOWN);
            HistoryView.Sources sources = new HistoryView.Sources(words, texts, audit.lost(), audit.watchedSince());
            return answer(HistoryView.of(form, page, sources), HttpStatus.OK);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            String why = texts.of("history.wrong", String.valueOf(wrong.getMessage()));
            return answer(HistoryView.wrong(form, why), HttpStatus.BAD_REQUEST);
        }
    }

    private static ModelAndView answer(HistoryView view, HttpStatus status) {
        ModelAndView page = new ModelAndView("history/list").addObject("view", view);
        page.setStatus(status);
        return page;
    }

    @GetMapping("/history/{id}")
    ModelAndView one(@PathVariable String id) {
        Seen seen = audit.find(HistoryAddress.number(id)).orElseThrow(() -> new NotThere("change " + id));
        AuditEntry entry = seen.entry();
        return new ModelAndView("history/entry")
                .addObject(
                        "view",
                        HistoryEntryView.of(
                                seen,
                                new HistoryEntryView.Sources(
                                        words,
                                        sentences.of(entry),
                                        explainer.effect(entry).orElse(null),
                                        isLatest(entry),
                                        reader.get()
                                                .may(
                                                        Role.EDITOR,
                                                        entry.subject().namespace()),
                                        texts)));
    }

    private boolean isLatest(AuditEntry entry) {
        if (entry.subject().kind() != Kind.NETWORK_POLICY) {
            return true;
        }
        PolicyRef policy =
                new PolicyRef(entry.subject().namespace(), entry.subject().name());
        return audit.ofPolicy(policy, AuditQuery.ALL, 1).changes().stream()
                .allMatch(last -> last.entry().id() == entry.id());
    }
}
