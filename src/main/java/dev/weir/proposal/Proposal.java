package dev.weir.proposal;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.reach.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would admit a connection.
 *
 * @param edits none unless it is proposed; two when both ends are isolated by different policies and neither admits
 * @param alsoAdmits everything else that could be opened then and cannot now
 * @param takes what could not be opened any more; none where that can be avoided
 * @param sentence for a person
 */
public record Proposal(Status status, List<Edit> edits, List<Pair> alsoAdmits, List<Pair> takes, String sentence) {
    public Proposal {
        edits = List.copyOf(edits);
        alsoAdmits = List.copyOf(alsoAdmits);
        takes = List.copyOf(takes);
    }

    static Proposal without(Status status, String sentence) {
        return new Proposal(status, List.of(), List.of(), List.of(), sentence);
    }

    /** Whether there is something to propose. */
    public enum Status {
        PROPOSED("proposed"),
        /** The policies of today admit it. */
        ALREADY_ALLOWED("already-allowed"),
        /** Policies have nothing to do with it, or nothing is known of an end. */
        IMPOSSIBLE("impossible");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The word in the API. */
        public String label() {
            return label;
        }
    }

    /**
     * A policy with something more in it.
     *
     * @param before null for a new policy
     * @param parts one, or one for each direction when the same policy isolates both ends
     */
    public record Edit(@Nullable NetworkPolicy before, NetworkPolicy after, List<Part> parts) {
        public Edit {
            parts = List.copyOf(parts);
        }

        public PolicyRef policy() {
            return after.ref();
        }

        public boolean isNew() {
            return before == null;
        }

        /** This edit, and then another one of the same policy. */
        Edit then(Edit next) {
            List<Part> both = new ArrayList<>(parts);
            both.addAll(next.parts);
            return new Edit(before, next.after, both);
        }

        /** For a person. */
        public String sentence() {
            return parts.stream().map(Part::sentence).collect(Collectors.joining(" "));
        }
    }

    /** One thing that is added to what one direction of a policy admits. */
    public record Part(Direction direction, Addition addition, String sentence) {}

    /** What is added. The smaller stands first. */
    public enum Addition {
        PORT,
        PEER,
        RULE,
        POLICY
    }
}
