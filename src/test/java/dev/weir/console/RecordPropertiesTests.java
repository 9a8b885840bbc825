package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.dialect.SpringStandardDialect;
import org.thymeleaf.templateresolver.StringTemplateResolver;

final class RecordPropertiesTests {
    private final RecordProperties properties = RecordProperties.INSTANCE;

    private record Cart(String name, int size) {
        boolean hidden() {
            return true;
        }

        public String label() {
            return name + " × " + size;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        public String empty() {
            return "not what Spring reads";
        }
    }

    private record Basket(String name) {}

    private static final class Bag {
        public String getName() {
            return "bag";
        }
    }

    @Test
    void readsWhatARecordIsMadeOfAndWhatItSaysOfItself() {
        assertThat(value("name", new Cart("tea", 2))).isEqualTo("tea");
        assertThat(value("size", new Cart("tea", 2))).isEqualTo(2);
        assertThat(value("label", new Cart("tea", 2))).isEqualTo("tea × 2");
    }

    @Test
    void leavesToSpringWhatIsNoRecordOrHasASecondMethodOfTheName() {
        EvaluationContext context = context();
        assertThat(properties.canRead(context, new Bag(), "name")).isFalse();
        assertThat(properties.canRead(context, "text", "empty")).isFalse();
        assertThat(properties.canRead(context, null, "name")).isFalse();
        assertThat(properties.canRead(context, new Cart("tea", 2), "empty")).isFalse();
        assertThat(value("empty", new Cart("tea", 2))).isEqualTo(false);
    }

    @Test
    void oneExpressionReadsObjectsOfChangingClasses() {
        Expression name = new SpelExpressionParser().parseExpression("name");
        for (Object named : List.of(new Cart("tea", 2), new Basket("nuts"), new Bag(), new Cart("milk", 1))) {
            assertThat(name.getValue(context(), named)).isIn("tea", "nuts", "bag", "milk");
        }
    }

    @Test
    void whatIsNotPublicOrNotThereIsRefused() {
        assertThatThrownBy(() -> value("hidden", new Cart("tea", 2))).isInstanceOf(SpelEvaluationException.class);
        assertThatThrownBy(() -> value("colour", new Cart("tea", 2))).isInstanceOf(SpelEvaluationException.class);
    }

    @Test
    void nothingIsWritten() {
        assertThat(properties.canWrite(context(), new Cart("tea", 2), "name")).isFalse();
    }

    @Test
    void aTemplateAsksThemFirst() {
        SpringTemplateEngine engine = new SpringTemplateEngine();
        new RecordExpressions.Installer().postProcessAfterInitialization(engine, "templateEngine");
        engine.setTemplateResolver(new StringTemplateResolver());
        Context context = new Context();
        context.setVariable("cart", new Cart("tea", 2));
        assertThat(engine.process("[[${cart.label}]]", context)).isEqualTo("tea × 2");
        assertThat(engine.getDialects())
                .filteredOn(SpringStandardDialect.class::isInstance)
                .hasSize(1);
    }

    private static @Nullable Object value(String expression, Object root) {
        return new SpelExpressionParser().parseExpression(expression).getValue(context(), root);
    }

    private static EvaluationContext context() {
        StandardEvaluationContext context = new StandardEvaluationContext();
        List<PropertyAccessor> accessors = context.getPropertyAccessors();
        accessors.addFirst(RecordProperties.INSTANCE);
        context.setPropertyAccessors(accessors);
        return context;
    }
}
