package dev.weir.local.api.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the built-in kinds, read from the fields of the client's model classes. What the classes do not say, how lists merge and
 * what a field means, comes from {@link SchemaNotes}. Safe for use by several threads.
 */
public final class ModelSchemas {

    private static final String MODEL_PACKAGE = "io.fabric8.kubernetes.api.model";
    private static final Set<String> META_TYPES = Set.of(
            "ObjectMeta",
            "OwnerReference",
            "ManagedFieldsEntry",
            "LabelSelector",
            "LabelSelectorRequirement",
            "Condition",
            "ListMeta");
    private static final Map<Class<?>, Schema.Type> SCALARS = Map.ofEntries(
            Map.entry(String.class, Schema.Type.STRING),
            Map.entry(MicroTime.class, Schema.Type.STRING),
            Map.entry(Integer.class, Schema.Type.INTEGER),
            Map.entry(Long.class, Schema.Type.INTEGER),
            Map.entry(Double.class, Schema.Type.NUMBER),
            Map.entry(Boolean.class, Schema.Type.BOOLEAN),
            Map.entry(IntOrString.class, Schema.Type.INT_OR_STRING),
            Map.entry(Quantity.class, Schema.Type.QUANTITY));

    private final SchemaNotes notes;
    private final Map<Class<?>, Schema> known = new HashMap<>();

    public ModelSchemas(SchemaNotes notes) {
        this.notes = notes;
    }

    /** The schema of a model class. */
    public synchronized Schema of(Class<?> model) {
        Schema schema = known.get(model);
        if (schema == null) {
            schema = make(model);
            known.put(model, schema);
        }
        return schema;
    }

    private Schema make(Class<?> model) {
        Schema.Type scalar = SCALARS.get(model);
        if (scalar != null) {
            return Schema.builder(scalar).build();
        }
        if (Temporal.class.isAssignableFrom(model)) {
            return Schema.builder(Schema.Type.STRING).build();
        }
        if (!isModel(model)) {
            return Schema.anything();
        }
        String name = model.getSimpleName();
        return Schema.builder(Schema.Type.OBJECT)
                .typeName(typeName(model))
                .merging(notes.merging(name, ""))
                .description(() -> notes.description(name, ""))
                .properties(new Properties(model)::get)
                .build();
    }

    private static boolean isModel(Class<?> model) {
        return model.getName().startsWith(MODEL_PACKAGE)
                && !model.isInterface()
                && !model.getSimpleName().startsWith("JSONSchemaProps")
                && !fields(model).isEmpty();
    }

    private static String typeName(Class<?> model) {
        String group = model.getPackageName().substring(MODEL_PACKAGE.length());
        if (!group.isEmpty()) {
            return "io.k8s.api" + group + "." + model.getSimpleName();
        }
        String home = META_TYPES.contains(model.getSimpleName())
                ? "io.k8s.apimachinery.pkg.apis.meta.v1."
                : "io.k8s.api.core.v1.";
        return home + model.getSimpleName();
    }

    private static Map<String, Field> fields(Class<?> model) {
        Map<String, Field> fields = new TreeMap<>();
        for (Field field : model.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null && !Modifier.isStatic(field.getModifiers())) {
                fields.put(property.value(), field);
            }
        }
        return fields;
    }

    private Schema of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Schema items = of(arguments[arguments.length - 1]);
            boolean list = List.class.isAssignableFrom((Class<?>) generic.getRawType());
            return Schema.builder(list ? Schema.Type.LIST : Schema.Type.MAP)
                    .items(items)
                    .build();
        }
        return type instanceof Class<?> plain ? of(plain) : Schema.anything();
    }

    /** The properties of one class, made once, when first asked for. */
    private final class Properties {
        private final Class<?> model;
        private @Nullable Map<String, Schema> made;

        Properties(Class<?> model) {
            this.model = model;
        }

        Map<String, Schema> get() {
            synchronized (ModelSchemas.this) {
                if (made == null) {
                    Map<String, Schema> properties = new TreeMap<>();
                    String owner = model.getSimpleName();
                    fields(model).forEach((name, field) -> {
                        Schema schema = of(field.getGenericType());
                        Schema.Merging own = notes.merging(owner, name);
                        Schema.Merging merging = own.equals(Schema.Merging.DEFAULT) ? schema.merging() : own;
                        properties.put(name, schema.with(merging, notes.description(owner, name)));
                    });
                    made = Collections.unmodifiableMap(properties);
                }
                return made;
            }
        }
    }
}
