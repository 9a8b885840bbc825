package dev.weir.cluster;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A label selector: all of its pairs and all of its requirements must hold. The empty one matches everything. */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> requirements) {
    public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

    public LabelSelector {
        matchLabels = Labels.ordered(matchLabels);
        requirements = List.copyOf(requirements);
    }

    public static LabelSelector ofLabels(Map<String, String> matchLabels) {
        return new LabelSelector(matchLabels, List.of());
    }

    public boolean matches(Map<String, String> labels) {
        // "The result of matchLabels and matchExpressions are ANDed. An empty label selector matches all objects."
        //     — metav1.LabelSelector; a pair whose value is empty needs the label, too
        for (Map.Entry<String, String> pair : matchLabels.entrySet()) {
            if (!pair.getValue().equals(labels.get(pair.getKey()))) {
                return false;
            }
        }
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it matches whatever the labels are. */
    public boolean isEverything() {
        return matchLabels.isEmpty() && requirements.isEmpty();
    }

    /** The keys on which its answer depends. */
    public SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>(matchLabels.keySet());
        requirements.forEach(requirement -> keys.add(requirement.key()));
        return keys;
    }

    /** How a requirement relates a label to its values. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String apiName;

        Operator(String apiName) {
            this.apiName = apiName;
        }

        /** The word in the Kubernetes API. */
        public String apiName() {
            return apiName;
        }
    }

    /** One of {@code matchExpressions}. */
    public record Requirement(String key, Operator operator, List<String> values) {
        public Requirement {
            values = List.copyOf(new TreeSet<>(values));
        }

        boolean matches(Map<String, String> labels) {
            // "operator represents a key's relationship to a set of values. Valid operators are In, NotIn, Exists and
            // DoesNotExist."
            //     — metav1.LabelSelectorRequirement.operator
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                // A label that is absent is not in the set: "NotIn" holds, as in k8s.io/apimachinery/pkg/labels.
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }
}
