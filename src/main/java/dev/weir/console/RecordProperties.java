package dev.weir.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.AccessException;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;

/**
 * Reads {@code ${row.source.href}} from Weir's own records. Spring's accessor searches the class for the method each time, because what it remembers is never
 * used again (spring-framework issue 36987); that search was a third of the time of a page. Safe for use by several threads.
 */
final class RecordProperties implements PropertyAccessor {
    static final RecordProperties INSTANCE = new RecordProperties();

    private static final String OWN = "dev.weir.";

    private static final ClassValue<Map<String, Method>> PROPERTIES = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return type.isRecord() && type.getName().startsWith(OWN) ? properties(type) : Map.of();
        }
    };

    private RecordProperties() {}

    /** Names for which there is a {@code getName} or {@code isName}, too, are Spring's to decide. */
    private static Map<String, Method> properties(Class<?> type) {
        Map<String, Method> all = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0 && method.getDeclaringClass() == type) {
                all.put(method.getName(), method);
            }
        }
        Map<String, Method> properties = new HashMap<>();
        all.forEach((name, method) -> {
            String capitalized = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
            if (!all.containsKey("get" + capitalized) && !all.containsKey("is" + capitalized)) {
                method.setAccessible(true);
                properties.put(name, method);
            }
        });
        return Map.copyOf(properties);
    }

    @Override
    public Class<?> @Nullable [] getSpecificTargetClasses() {
        return null;
    }

    @Override
    public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
        return target != null && PROPERTIES.get(target.getClass()).containsKey(name);
    }

    /** @throws AccessException for an object of another class, so that Spring looks anew for who can read it */
    @Override
    public TypedValue read(EvaluationContext context, @Nullable Object target, String name) throws AccessException {
        Method property =
                target == null ? null : PROPERTIES.get(target.getClass()).get(name);
        if (property == null) {
            throw new AccessException("not a property of a record: " + name);
        }
        try {
            return new TypedValue(property.invoke(target));
        } catch (IllegalAccessException | InvocationTargetException failed) {
            throw new AccessException("The property " + name + " cannot be read.", failed);
        }
    }

    @Override
    public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
        return false;
    }

    @Override
    public void write(EvaluationContext context, @Nullable Object target, String name, @Nullable Object value)
            throws AccessException {
        throw new AccessException("Records are not written.");
    }
}
