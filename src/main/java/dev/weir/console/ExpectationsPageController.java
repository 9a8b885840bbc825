package dev.weir.console;

import dev.weir.console.ExpectationsView.Form;
import dev.weir.console.ExpectationsView.Row;
import dev.weir.console.Parts.Banner;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ClaimException;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationChangedException;
import dev.weir.expectation.ExpectationException;
import dev.weir.expectation.ExpectationRef;
import dev.weir.visible.VisibleExpectations;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /expectations}: what is expected of the network, and whether it is so. */
@Controller
final class ExpectationsPageController {
    private final VisibleExpectations expectations;
    private final ExpectationWords words;
    private final Texts texts;

    ExpectationsPageController(VisibleExpectations expectations, ExpectationWords words, Texts texts) {
        this.expectations = expectations;
        this.words = words;
        this.texts = texts;
    }

    /** @param edit the name of the one that stands in the form */
    @GetMapping("/expectations")
    ModelAndView page(@RequestParam(defaultValue = "") String ns, @RequestParam(defaultValue = "") String edit) {
        String namespace = ns.strip();
        Form form = expectations
                .find(new ExpectationRef(namespace, edit))
                .map(ExpectationsPageController::form)
                .orElseGet(() -> new Form(namespace, "", "", "", null, null));
        return page(namespace, form, HttpStatus.OK);
    }

    private static Form form(Expectation one) {
        return new Form(
                one.ref().namespace(), one.ref().name(), one.sentence(), Long.toString(one.version()), null, null);
    }

    @PostMapping("/expectations")
    ModelAndView save(
            @RequestParam(defaultValue = "") String namespace,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String expect,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(required = false) @Nullable String check,
            RedirectAttributes redirect) {
        Form form = new Form(namespace.strip(), name.strip(), expect.strip(), version, null, null);
        ExpectationRef ref = new ExpectationRef(form.namespace(), form.name());
        try {
            Claim claim = Claim.parse(form.expect(), form.namespace());
            if (check != null) {
                return page(form.namespace(), form.with(words.tried(expectations.tried(ref, claim))), HttpStatus.OK);
            }
            Expectation saved = expectations.save(ref, claim, version.isEmpty() ? 0 : Long.parseLong(version));
            redirect.addFlashAttribute(
                    "flash", Banner.success(texts.of("expectation.saved", saved.ref(), saved.sentence())));
            return new ModelAndView("redirect:" + address(form.namespace()));
        } catch (ClaimException unreadable) {
            return refused(form, texts.of("expectation.at-letter", unreadable.column(), unreadable.problem()));
        } catch (ExpectationException refused) {
            return refused(form, String.valueOf(refused.getMessage()));
        } catch (ExpectationChangedException | NumberFormatException changed) {
            return refused(form, texts.of("expectation.changed"));
        }
    }

    private ModelAndView refused(Form form, String problem) {
        return page(form.namespace(), form.with(problem), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @PostMapping("/expectations/delete")
    String delete(
            @RequestParam String namespace,
            @RequestParam String name,
            @RequestParam long version,
            RedirectAttributes redirect) {
        redirect.addFlashAttribute("flash", deleted(new ExpectationRef(namespace, name), version));
        return "redirect:" + address(namespace);
    }

    private Banner deleted(ExpectationRef ref, long version) {
        try {
            expectations.delete(ref, version);
            return Banner.success(texts.of("expectation.deleted", ref));
        } catch (ExpectationChangedException changed) {
            return Banner.error(texts.of("expectation.changed"), texts.of("expectation.changed.text"));
        }
    }

    private static String address(String namespace) {
        return LogsAddress.of("/expectations", new String[] {"ns", namespace});
    }

    private ModelAndView page(String namespace, Form form, HttpStatus status) {
        List<Row> rows = words.rows(namespace);
        long broken =
                rows.stream().filter(row -> row.state().tone().equals("bad")).count();
        ExpectationsView view = new ExpectationsView(
                namespace,
                texts.of("expectations.summary", texts.number(rows.size()), texts.number(broken)),
                rows,
                form,
                words.overridings(namespace));
        return new ModelAndView("expectations/list", Map.of("view", view), status);
    }
}
