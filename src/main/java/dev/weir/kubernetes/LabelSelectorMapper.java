package dev.weir.kubernetes;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Label selectors. The API server validates them, so an unknown operator can only come from a newer API. */
final class LabelSelectorMapper {
    private LabelSelectorMapper() {}

    /** Throws IllegalArgumentException when it says something this version does not know. */
    static LabelSelector fromFabric8(io.fabric8.kubernetes.api.model.@Nullable LabelSelector selector) {
        if (selector == null) {
            return LabelSelector.EVERYTHING;
        }
        Map<String, String> labels = selector.getMatchLabels();
        List<LabelSelectorRequirement> expressions = selector.getMatchExpressions();
        return new LabelSelector(
                labels == null ? Map.of() : labels,
                expressions == null
                        ? List.of()
                        : expressions.stream()
                                .map(LabelSelectorMapper::requirement)
                                .toList());
    }

    private static Requirement requirement(LabelSelectorRequirement expression) {
        Operator operator = switch (expression.getOperator()) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default -> throw new IllegalArgumentException("unknown operator " + expression.getOperator());
        };
        List<String> values = expression.getValues();
        return new Requirement(expression.getKey(), operator, values == null ? List.of() : values);
    }
}
