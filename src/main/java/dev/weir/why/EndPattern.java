package dev.weir.why;

import dev.weir.net.IpAddress;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Workloads as a person names them: {@code namespace}, {@code namespace/name} or {@code namespace/kind/name}; or an address.
 *
 * @param kind empty = any
 * @param name empty = any
 * @param address null unless it is one
 */
public record EndPattern(
        String text,
        String namespace,
        String kind,
        String name,
        @Nullable IpAddress address) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9.:-]+");

    /** Throws {@link IllegalArgumentException} with a sentence for a person. */
    public static EndPattern parse(String text) {
        String[] parts = text.strip().split("/", -1);
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException("is namespace, namespace/name, namespace/kind/name or an address.");
            }
        }
        return switch (parts.length) {
            case 1 -> one(parts[0]);
            case 2 -> new EndPattern(text.strip(), parts[0], "", parts[1], null);
            case 3 -> new EndPattern(text.strip(), parts[0], parts[1], parts[2], null);
            default -> throw new IllegalArgumentException("has at most three parts.");
        };
    }

    private static EndPattern one(String text) {
        boolean isAddress = text.indexOf(':') >= 0 || Character.isDigit(text.charAt(0)) && text.indexOf('.') > 0;
        return isAddress
                ? new EndPattern(text, "", "", "", IpAddress.parse(text))
                : new EndPattern(text, text, "", "", null);
    }

    public boolean matches(End end) {
        return switch (end) {
            case WorkloadEnd workload ->
                address == null
                        && workload.namespace().equals(namespace)
                        && (kind.isEmpty() || workload.kind().equalsIgnoreCase(kind))
                        && (name.isEmpty() || workload.name().equals(name));
            case RangeEnd range -> {
                IpAddress one = address;
                yield one != null
                        && range.range().contains(one)
                        && range.except().stream().noneMatch(hole -> hole.contains(one));
            }
        };
    }

    Predicate<WorkloadEnd> workloads() {
        return this::matches;
    }
}
