package dev.weir.expectation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an expectation stands.
 *
 * @param since when it began to stand like that
 * @param cause what made it so; null when that is not known
 */
public record Standing(
        Outcome.State state, Instant since, @Nullable Cause cause) {

    /**
     * An object that was changed.
     *
     * @param kind {@code NetworkPolicy}, {@code Namespace}; empty when pods came, went or were relabelled
     * @param how such as {@code was deleted}
     */
    public record Cause(String kind, String namespace, String name, String how) {
        public static final Cause PODS = new Cause("", "", "", "");

        /** A namespace has no namespace around it; what is said of it belongs to itself. */
        public String where() {
            return namespace.isEmpty() ? name : namespace;
        }

        public String sentence() {
            if (kind.isEmpty()) {
                return "Pods came, went or were labelled otherwise.";
            }
            return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name) + " " + how + ".";
        }
    }
}
