package dev.weir.local.api.resource;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.kinds.KindRules;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.status.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A kind that is served: its names, its sub-resources, its schema and its rules. Immutable. */
public final class ResourceType {

    /** Another form of the objects of a resource: two API groups serve events. */
    public record View(String storage, UnaryOperator<ObjectNode> fromStored, UnaryOperator<ObjectNode> toStored) {}

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final String singular;
    private final List<String> shortNames;
    private final List<String> categories;
    private final boolean namespaced;
    private final Set<String> subresources;
    private final Schema schema;
    private final KindRules rules;
    private final View view;
    private final boolean servesStoredForm;
    private final boolean countsGenerations;
    private final ArrayNode columns;

    private ResourceType(Builder builder) {
        this.group = builder.group;
        this.version = builder.version;
        this.kind = builder.kind;
        this.plural = builder.plural;
        this.singular = builder.singular;
        this.shortNames = builder.shortNames;
        this.categories = builder.categories;
        this.namespaced = builder.namespaced;
        this.subresources = builder.subresources;
        this.schema = builder.schema;
        this.rules = builder.rules;
        this.columns = builder.columns;
        this.servesStoredForm = builder.view == null;
        this.countsGenerations = builder.countsGenerations;
        View identity = new View(group + "/" + plural, UnaryOperator.identity(), UnaryOperator.identity());
        this.view = builder.view == null ? identity : builder.view;
    }

    public static Builder builder(String apiVersion, String kind, String plural) {
        return new Builder(apiVersion, kind, plural);
    }

    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String kind() {
        return kind;
    }

    public String plural() {
        return plural;
    }

    public String singular() {
        return singular;
    }

    public List<String> shortNames() {
        return shortNames;
    }

    public List<String> categories() {
        return categories;
    }

    public boolean namespaced() {
        return namespaced;
    }

    public Set<String> subresources() {
        return subresources;
    }

    public boolean hasStatus() {
        return subresources.contains("status");
    }

    public Schema schema() {
        return schema;
    }

    public KindRules rules() {
        return rules;
    }

    /** Under which name the store keeps the objects. */
    public String storage() {
        return view.storage();
    }

    public View view() {
        return view;
    }

    /** Whether objects are served just as they are stored. */
    public boolean servesStoredForm() {
        return servesStoredForm;
    }

    /** Whether {@code metadata.generation} counts the changes of what is desired. */
    public boolean countsGenerations() {
        return countsGenerations;
    }

    /** Additional columns of a custom resource, as its definition gives them. */
    public ArrayNode columns() {
        return columns;
    }

    /** Names an object of this kind in a refusal. */
    public ApiException.Subject subject(String name) {
        return new ApiException.Subject(group, plural, kind, name);
    }

    /** Collects the parts of a resource type. */
    public static final class Builder {
        private final String group;
        private final String version;
        private final String kind;
        private final String plural;
        private String singular;
        private List<String> shortNames = List.of();
        private List<String> categories = List.of();
        private boolean namespaced = true;
        private boolean countsGenerations;
        private Set<String> subresources = Set.of();
        private Schema schema = Schema.anything();
        private KindRules rules = KindRules.NONE;
        private ArrayNode columns = Json.array();
        private @Nullable View view;

        private Builder(String apiVersion, String kind, String plural) {
            int slash = apiVersion.indexOf('/');
            this.group = slash < 0 ? "" : apiVersion.substring(0, slash);
            this.version = apiVersion.substring(slash + 1);
            this.kind = kind;
            this.plural = plural;
            this.singular = kind.toLowerCase(Locale.ROOT);
        }

        public Builder singular(String value) {
            this.singular = value;
            return this;
        }

        public Builder shortNames(String... values) {
            this.shortNames = List.of(values);
            return this;
        }

        public Builder categories(String... values) {
            this.categories = List.of(values);
            return this;
        }

        public Builder clusterWide() {
            this.namespaced = false;
            return this;
        }

        public Builder countsGenerations() {
            this.countsGenerations = true;
            return this;
        }

        public Builder subresources(String... values) {
            this.subresources = Set.of(values);
            return this;
        }

        public Builder schema(Schema value) {
            this.schema = value;
            return this;
        }

        public Builder rules(KindRules value) {
            this.rules = value;
            return this;
        }

        public Builder view(View value) {
            this.view = value;
            return this;
        }

        public Builder columns(ArrayNode value) {
            this.columns = value;
            return this;
        }

        public ResourceType build() {
            return new ResourceType(this);
        }
    }
}
