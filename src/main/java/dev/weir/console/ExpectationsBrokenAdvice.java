package dev.weir.console;

import dev.weir.expectation.ExpectationException;
import dev.weir.expectation.ExpectationsBrokenException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.WebUtils;

/**
 * Whatever form would break expectations is answered with what they are, and the same form again that asks for the reason. So every page on
 * which policies are written has it, and none has to think of it.
 */
@ControllerAdvice(basePackageClasses = ExpectationsBrokenAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExpectationsBrokenAdvice {
    private static final Set<String> ASKED_AGAIN = Set.of("_csrf", "override");

    private final ShellAdvice shell;
    private final ExpectationWords words;
    private final Texts texts;

    ExpectationsBrokenAdvice(ShellAdvice shell, ExpectationWords words, Texts texts) {
        this.shell = shell;
        this.words = words;
        this.texts = texts;
    }

    record Field(String name, String value) {}

    /**
     * A form that was refused.
     *
     * @param action where it is sent again, with all that it had
     */
    record RefusedView(String title, List<String> broken, String action, List<Field> fields) {}

    @ExceptionHandler
    ModelAndView broken(
            ExpectationsBrokenException exception, HttpServletRequest request, HttpServletResponse response) {
        RefusedView view = new RefusedView(
                String.valueOf(exception.getMessage()),
                words.broken(exception.breaches(), exception.hidden()),
                request.getRequestURI(),
                fields(request));
        Cookie theme = WebUtils.getCookie(request, ShellAdvice.THEME_COOKIE);
        ShellView around =
                shell.shell(request, response, request.getUserPrincipal(), theme == null ? null : theme.getValue());
        return new ModelAndView("expectations/refused", Map.of("view", view, "shell", around), HttpStatus.CONFLICT);
    }

    private static List<Field> fields(HttpServletRequest request) {
        List<Field> fields = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!ASKED_AGAIN.contains(name)) {
                for (String value : values) {
                    fields.add(new Field(name, value));
                }
            }
        });
        return fields;
    }

    @ExceptionHandler
    ModelAndView refused(ExpectationException exception) {
        ConsoleErrorAdvice.ProblemView problem = new ConsoleErrorAdvice.ProblemView(
                texts.of("error.422.title"), String.valueOf(exception.getMessage()), null);
        return new ModelAndView("error/error", Map.of("problem", problem), HttpStatus.UNPROCESSABLE_CONTENT);
    }
}
