package dev.weir.console;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.dialect.SpringStandardDialect;
import org.thymeleaf.spring6.expression.SPELVariableExpressionEvaluator;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContextWrapper;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/** Evaluates the templates' expressions as ever, but {@link RecordProperties} are asked first. */
final class RecordExpressions implements IStandardVariableExpressionEvaluator {
    private static final String VARIABLE =
            ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME;

    /** Spring's own dialect but for the evaluator, which that does not let be set. */
    private static final class RecordDialect extends SpringStandardDialect {
        @Override
        public IStandardVariableExpressionEvaluator getVariableExpressionEvaluator() {
            return new RecordExpressions();
        }
    }

    /** Gives the dialect to the template engine before that is used. */
    @Component
    static final class Installer implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof SpringTemplateEngine engine) {
                Set<IDialect> dialects = new LinkedHashSet<>(engine.getDialects());
                dialects.removeIf(SpringStandardDialect.class::isInstance);
                dialects.add(new RecordDialect());
                engine.setDialects(dialects);
            }
            return bean;
        }
    }

    @Override
    public @Nullable Object evaluate(
            IExpressionContext context,
            IStandardVariableExpression expression,
            StandardExpressionExecutionContext execution) {
        switch (context.getVariable(VARIABLE)) {
            case ThymeleafEvaluationContext page -> {
                // What was evaluated before may have been restricted, which shows other accessors; the delegate says
                // anew what this one is.
                page.setVariableAccessRestricted(false);
                addTo(page);
            }
            case null -> begin(context);
            default -> {}
        }
        return SPELVariableExpressionEvaluator.INSTANCE.evaluate(context, expression, execution);
    }

    /** Outside of a page nobody has made one. */
    private static void begin(IExpressionContext context) {
        if (context instanceof IEngineContext engine) {
            StandardEvaluationContext evaluation = new StandardEvaluationContext();
            addTo(evaluation);
            engine.setVariable(VARIABLE, new ThymeleafEvaluationContextWrapper(evaluation));
        }
    }

    private static void addTo(StandardEvaluationContext evaluation) {
        List<PropertyAccessor> accessors = evaluation.getPropertyAccessors();
        if (accessors.getFirst() != RecordProperties.INSTANCE) {
            List<PropertyAccessor> more = new ArrayList<>(accessors);
            more.addFirst(RecordProperties.INSTANCE);
            evaluation.setPropertyAccessors(more);
        }
    }
}
