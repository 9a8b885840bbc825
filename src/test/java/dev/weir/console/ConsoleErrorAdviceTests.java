package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/** What goes wrong with a page ends in the right hands. */
class ConsoleErrorAdviceTests {
    private final ExceptionHandlerMethodResolver handlers =
            new ExceptionHandlerMethodResolver(ConsoleErrorAdvice.class);

    @Test
    void aBrowserThatLeavesTheLiveTailIsNoErrorOfThePage() {
        var gone = new AsyncRequestNotUsableException("the tail’s reader left", new IOException("Broken pipe"));
        assertThat(handlers.resolveMethodByThrowable(gone))
                .extracting(Method::getName)
                .isEqualTo("readerLeft");
    }

    @Test
    void whatNobodyForesawIs() {
        assertThat(handlers.resolveMethodByThrowable(new IOException("disk")))
                .extracting(Method::getName)
                .isEqualTo("anythingElse");
    }
}
