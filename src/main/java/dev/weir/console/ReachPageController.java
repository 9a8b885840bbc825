package dev.weir.console;

import dev.weir.console.ReachView.Form;
import dev.weir.flow.TimeText;
import dev.weir.net.Protocol;
import dev.weir.reach.Ports;
import dev.weir.why.EndPattern;
import dev.weir.why.ReachExplainer;
import dev.weir.why.WhoReaches;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /reach}: who can reach it, and why; then and now. */
@Controller
final class ReachPageController {
    private static final int MOST_PORT = 0xffff;

    private final ReachExplainer explainer;
    private final ClusterThen then;
    private final Texts texts;

    ReachPageController(ReachExplainer explainer, ClusterThen then, Texts texts) {
        this.explainer = explainer;
        this.then = then;
        this.texts = texts;
    }

    @GetMapping("/reach")
    ModelAndView page(
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String protocol,
            @RequestParam(defaultValue = "") String port,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "") String diffFrom) {
        Form form = new Form(to.strip(), from.strip(), protocol.strip(), port.strip(), at.strip(), diffFrom.strip());
        if (form.to().isEmpty()) {
            return answer(ReachView.empty(form), HttpStatus.OK);
        }
        try {
            Form fixed = form.at(then.instant(form.at()), form.diffFrom());
            Optional<WhoReaches> answer = explainer.explain(question(fixed));
            return answer.map(found -> answer(ReachView.of(fixed, found, time(fixed), texts), HttpStatus.OK))
                    .orElseGet(() -> answer(ReachView.wrong(form, beforeHistory()), HttpStatus.BAD_REQUEST));
        } catch (ClusterThen.NotKept notKept) {
            return answer(ReachView.wrong(form, String.valueOf(notKept.getMessage())), HttpStatus.BAD_REQUEST);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            String what = texts.of("reach.wrong", String.valueOf(wrong.getMessage()));
            return answer(ReachView.wrong(form, what), HttpStatus.BAD_REQUEST);
        }
    }

    private static ModelAndView answer(ReachView view, HttpStatus status) {
        ModelAndView page = new ModelAndView("reach/reach").addObject("view", view);
        page.setStatus(status);
        return page;
    }

    /** What it is compared with stands still, too. */
    private TimeBar time(Form form) {
        String diffFrom = then.instant(form.diffFrom());
        return TimeBar.ofCluster(
                form.at(),
                times -> form.at(times.at(), times.at().isEmpty() ? form.diffFrom() : diffFrom)
                        .href(),
                texts);
    }

    private String beforeHistory() {
        return explainer
                .begins()
                .map(begin -> texts.of("reach.before", texts.dayAndTime(begin), texts.zone()))
                .orElseGet(() -> texts.of("reach.no-history"));
    }

    private ReachExplainer.Question question(Form form) {
        EndPattern to = EndPattern.parse(form.to());
        if (to.address() != null) {
            throw new IllegalArgumentException("it names workloads, not an address");
        }
        return new ReachExplainer.Question(
                to,
                form.from().isEmpty() ? null : EndPattern.parse(form.from()),
                ports(form),
                time(form.at()),
                time(form.diffFrom()));
    }

    private static Ports ports(Form form) {
        Protocol protocol = form.protocol().isEmpty() ? null : Protocol.parse(form.protocol());
        if (form.port().isEmpty()) {
            return ReachExplainer.Question.ports(protocol, null);
        }
        int port = Integer.parseInt(form.port());
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("a port is 1 to " + MOST_PORT);
        }
        return ReachExplainer.Question.ports(protocol, port);
    }

    private @Nullable Instant time(String text) {
        return text.isEmpty() ? null : then.come(TimeText.time(text, texts.now()));
    }
}
