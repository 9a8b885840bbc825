package dev.weir.console;

import dev.weir.access.CurrentAccess;
import dev.weir.change.ChangeException;
import dev.weir.change.ChangeSet;
import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.EditorView.FindingView;
import dev.weir.console.Parts.Banner;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.Finding;
import dev.weir.document.PolicyFile;
import dev.weir.visible.VisibleChanges;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /changes}: many policies at once, and whether they stay. */
@Controller
final class ChangePageController {
    private static final String FORM = "changes/new";

    private final VisibleChanges changes;
    private final CurrentAccess reader;
    private final WhatIf whatIf;
    private final Texts texts;

    ChangePageController(VisibleChanges changes, CurrentAccess reader, WhatIf whatIf, Texts texts) {
        this.changes = changes;
        this.reader = reader;
        this.whatIf = whatIf;
        this.texts = texts;
    }

    @GetMapping("/changes")
    String list(Model model) {
        model.addAttribute(
                "changes",
                changes.list().stream().map(set -> ChangeView.of(set, texts)).toList());
        return "changes/list";
    }

    @GetMapping("/changes/new")
    String empty(Model model) {
        model.addAttribute("view", ChangeForm.view(ChangeForm.EMPTY));
        return FORM;
    }

    /** What each policy would be; nothing is written. */
    @PostMapping(path = "/changes/new", params = "check")
    ModelAndView check(@ModelAttribute ChangeForm form) {
        return read(form, file -> {
            List<Step> plan = changes.plan(ChangeForm.edits(file));
            ChangeForm.View view = form.with(plan, file, texts);
            return view.findings().isEmpty()
                    ? page(view.with(whatIf.of(VisibleChanges.together(plan))), HttpStatus.OK)
                    : page(view, HttpStatus.UNPROCESSABLE_CONTENT);
        });
    }

    @PostMapping("/changes/new")
    ModelAndView apply(@ModelAttribute ChangeForm form, RedirectAttributes redirect) {
        return read(form, file -> {
            Terms terms = form.terms(reader.get().name());
            List<Edit> edits = ChangeForm.edits(file);
            ChangeSet set = changes.apply(edits, terms);
            if (set.state() == ChangeSet.State.FAILED) {
                return page(form.with(set.steps(), file, texts), HttpStatus.UNPROCESSABLE_CONTENT);
            }
            redirect.addFlashAttribute("flash", Banner.success(texts.of("change.made", edits.size())));
            return new ModelAndView("redirect:" + ChangeView.address(set.id()));
        });
    }

    /** Something that is done with a file that could be read. */
    private interface Reading {
        ModelAndView of(PolicyFile file);
    }

    private ModelAndView read(ChangeForm form, Reading reading) {
        try {
            PolicyFile file = PolicyFile.read(form.yaml().replace("\r\n", "\n"));
            List<Finding> findings = file.entries().stream()
                    .flatMap(entry -> entry.findings().stream())
                    .toList();
            return findings.isEmpty() ? reading.of(file) : faults(form, findings);
        } catch (DocumentSyntaxException wrong) {
            return faults(
                    form, List.of(new Finding("", String.valueOf(wrong.getMessage()), "syntax", wrong.position())));
        } catch (ChangeException refused) {
            return faults(form, List.of(new Finding("", String.valueOf(refused.getMessage()), "refused", null)));
        } catch (DateTimeException | NumberFormatException unreadable) {
            return faults(form, List.of(new Finding("", texts.of("change.unreadable"), "refused", null)));
        }
    }

    private ModelAndView faults(ChangeForm form, List<Finding> findings) {
        List<FindingView> views = findings.stream()
                .map(finding -> ChangeForm.finding(finding, texts))
                .toList();
        return page(form.withFindings(views, texts), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static ModelAndView page(ChangeForm.View view, HttpStatus status) {
        return new ModelAndView(FORM, Map.of("view", view), status);
    }

    @GetMapping("/changes/{id}")
    String one(@PathVariable String id, Model model) {
        ChangeSet set = changes.find(id).orElseThrow(() -> new NotThere("change set " + id));
        model.addAttribute("view", ChangeView.of(set, texts));
        return "changes/detail";
    }

    /** As long as it is not decided, the page asks every second. */
    @GetMapping(path = "/changes/{id}", headers = "HX-Request")
    String state(@PathVariable String id, Model model) {
        one(id, model);
        return "changes/detail :: state";
    }

    @PostMapping("/changes/{id}/confirm")
    String confirm(@PathVariable String id, RedirectAttributes redirect) {
        return ended(id, changes.confirm(id), "change.confirmed", redirect);
    }

    @PostMapping("/changes/{id}/revert")
    String revert(@PathVariable String id, @RequestParam(defaultValue = "") String why, RedirectAttributes redirect) {
        String reason =
                why.isBlank() ? texts.of("change.reverted-by", reader.get().name()) : why.strip();
        return ended(id, changes.revert(id, reason), "change.reverted", redirect);
    }

    private String ended(String id, Optional<ChangeSet> set, String key, RedirectAttributes redirect) {
        ChangeSet ended = set.orElseThrow(() -> new NotThere("change set " + id));
        redirect.addFlashAttribute("flash", Banner.success(texts.of(key)));
        return "redirect:" + ChangeView.address(ended.id());
    }
}
