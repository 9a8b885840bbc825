package dev.weir.expectation;

import java.time.Instant;
import java.util.List;

/**
 * Somebody broke expectations knowingly.
 *
 * @param reason in their words
 * @param what was written, such as {@code NetworkPolicy shop/web-in}
 * @param broken which expectations, with what they say
 * @param namespaces of what was written and of what it broke
 */
public record Overriding(
        Instant at, String who, String reason, String what, List<BrokenOne> broken, List<String> namespaces) {
    public static final int LONGEST_REASON = 1000;

    public Overriding {
        broken = List.copyOf(broken);
        namespaces = List.copyOf(namespaces);
    }

    /** In the history of what was written: the reason, and not which expectations, for those may be of another namespace. */
    public String inHistory() {
        return "Overrides " + broken.size() + (broken.size() == 1 ? " expectation: " : " expectations: ") + reason;
    }

    /** An expectation and its sentence then. */
    public record BrokenOne(String namespace, String name, String sentence) {
        @Override
        public String toString() {
            return namespace + "/" + name + " (" + sentence + ")";
        }
    }
}
