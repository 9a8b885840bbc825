package dev.weir.local.api.schema;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape of a value: what fields an object may have, and how two writers merge. Built from the Kubernetes model classes or from the
 * OpenAPI schema of a custom resource definition. Properties are made when first asked for, because types refer to each other in
 * circles.
 */
public final class Schema {

    /** What JSON a value is. */
    public enum Type {
        OBJECT,
        MAP,
        LIST,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        INT_OR_STRING,
        QUANTITY,
        ANY
    }

    /** How lists and maps of several writers merge. */
    public record Merging(boolean atomic, boolean set, List<String> keys, String patchKey, String patchStrategy) {
        public static final Merging DEFAULT = new Merging(false, false, List.of(), "", "");
    }

    private static final Schema ANYTHING = builder(Type.ANY).build();

    private final Type type;
    private final Supplier<Map<String, Schema>> properties;
    private final @Nullable Schema items;
    private final String typeName;
    private final Merging merging;
    private final @Nullable ObjectNode rules;
    private final boolean preservesUnknown;
    private final Supplier<String> description;
    private final boolean ownDescription;

    private Schema(Builder builder) {
        this.type = builder.type;
        this.properties = builder.properties;
        this.items = builder.items;
        this.typeName = builder.typeName;
        this.merging = builder.merging;
        this.rules = builder.rules;
        this.preservesUnknown = builder.preservesUnknown;
        this.description = builder.description;
        this.ownDescription = builder.ownDescription;
    }

    public static Builder builder(Type type) {
        return new Builder(type);
    }

    /** A value of which nothing is known. */
    public static Schema anything() {
        return ANYTHING;
    }

    public Type type() {
        return type;
    }

    public Map<String, Schema> properties() {
        return properties.get();
    }

    /** The schema of a list's elements or a map's values. */
    public Schema items() {
        return items == null ? ANYTHING : items;
    }

    /** The schema of a field, or null where the object has no such field. */
    public @Nullable Schema field(String name) {
        return switch (type) {
            case OBJECT -> {
                Schema known = properties().get(name);
                yield known == null && preservesUnknown ? ANYTHING : known;
            }
            case MAP -> items();
            case ANY -> ANYTHING;
            default -> null;
        };
    }

    /** The schema of a field, {@link #anything} where it is unknown. */
    public Schema fieldOrAnything(String name) {
        Schema field = field(name);
        return field == null ? ANYTHING : field;
    }

    /** The name under which a model type is published, "" for a schema that stands inside another one. */
    public String typeName() {
        return typeName;
    }

    public Merging merging() {
        return merging;
    }

    public boolean preservesUnknown() {
        return preservesUnknown;
    }

    public String description() {
        return description.get();
    }

    /** Whether the description speaks of the field and not of its type. */
    public boolean hasOwnDescription() {
        return ownDescription;
    }

    /** The OpenAPI schema that a definition gives, for its validation keywords; null for model types. */
    public @Nullable JsonNode rules() {
        return rules;
    }

    /** The same schema with another way to merge and another description, for one field that uses it. */
    public Schema with(Merging other, String otherDescription) {
        Builder copy = new Builder(type);
        copy.properties = properties;
        copy.items = items;
        copy.typeName = typeName;
        copy.merging = other;
        copy.rules = rules;
        copy.preservesUnknown = preservesUnknown;
        copy.description = otherDescription.isEmpty() ? description : () -> otherDescription;
        copy.ownDescription = ownDescription || !otherDescription.isEmpty();
        return copy.build();
    }

    /** Collects the parts of a schema. */
    public static final class Builder {
        private final Type type;
        private Supplier<Map<String, Schema>> properties = Map::of;
        private @Nullable Schema items;
        private String typeName = "";
        private Merging merging = Merging.DEFAULT;
        private @Nullable ObjectNode rules;
        private boolean preservesUnknown;
        private Supplier<String> description = () -> "";
        private boolean ownDescription;

        private Builder(Type type) {
            this.type = type;
        }

        public Builder properties(Supplier<Map<String, Schema>> value) {
            this.properties = value;
            return this;
        }

        public Builder items(Schema value) {
            this.items = value;
            return this;
        }

        public Builder typeName(String value) {
            this.typeName = value;
            return this;
        }

        public Builder merging(Merging value) {
            this.merging = value;
            return this;
        }

        public Builder rules(ObjectNode value) {
            this.rules = value;
            return this;
        }

        public Builder preservesUnknown(boolean value) {
            this.preservesUnknown = value;
            return this;
        }

        public Builder description(Supplier<String> value) {
            this.description = value;
            return this;
        }

        public Schema build() {
            return new Schema(this);
        }
    }
}
