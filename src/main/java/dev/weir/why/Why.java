package dev.weir.why;

import dev.weir.audit.AuditEntry;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection was allowed or denied.
 *
 * @param summary one sentence
 * @param sides leaving the source, then entering the destination; an end whose policies are not enforced has none
 * @param nearest the smallest change to a rule's match that would have admitted a denied connection; null when there is none to name
 */
public record Why(
        StoredRecord stored,
        String summary,
        Basis basis,
        End source,
        End destination,
        List<Side> sides,
        @Nullable Miss nearest,
        Now now) {
    public Why {
        sides = List.copyOf(sides);
    }

    /** The side whose record this is. */
    public Optional<Side> recordedSide() {
        return sides.stream().filter(Side::recorded).findFirst();
    }

    /** On what the explanation rests. */
    public enum Ground {
        /** The cluster as this server knew it at the time of the record. */
        TIME,
        /** An earlier revision, which the node still enforced at that time. */
        REVISION,
        /** Nothing is kept of that time. */
        NONE
    }

    /**
     * On what the explanation rests.
     *
     * @param agrees whether the policies, read as they were, decide what the record says
     * @param sentence the same for a person
     */
    public record Basis(Ground ground, Instant at, boolean followed, boolean agrees, String sentence) {}

    /**
     * One end as it was.
     *
     * @param name {@code namespace/pod}, a node, or the address
     * @param labels of a pod; null when they are not kept or it is no pod
     * @param namespaceLabels likewise
     */
    public record End(
            String name,
            String address,
            @Nullable String node,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> namespaceLabels) {}

    /**
     * What the policies of one pod said.
     *
     * @param recorded whether the record is of this side
     * @param verdict null when it cannot be told
     */
    public record Side(
            Direction direction,
            PodRef pod,
            boolean recorded,
            @Nullable Verdict verdict,
            String sentence,
            List<Statement> policies) {
        public Side {
            policies = List.copyOf(policies);
        }
    }

    /** What a policy has to do with a connection. */
    public enum Word {
        NOT_APPLICABLE("NotApplicable"),
        ADMITS("Admits"),
        DOES_NOT_ADMIT("DoesNotAdmit"),
        UNDECIDABLE("Undecidable");

        private final String label;

        Word(String label) {
            this.label = label;
        }

        /** The word in the API and on pages. */
        public String label() {
            return label;
        }
    }

    /**
     * One policy's word, and the reason.
     *
     * @param since when this server saw that version of the policy; null when it is not kept
     * @param policy as it was; null when it is not kept
     * @param misses for each rule that did not match, what would have made it match, nearest first
     */
    public record Statement(
            PolicyRef ref,
            Word word,
            String reason,
            @Nullable Instant since,
            @Nullable NetworkPolicy policy,
            List<Miss> misses) {
        public Statement {
            misses = List.copyOf(misses);
        }
    }

    /**
     * By how much a rule missed.
     *
     * @param rule its index in the policy
     * @param differences how many things would have to be otherwise
     * @param sentence "Rule 2 of shop/web-in would admit it if the port were TCP 8443."
     */
    public record Miss(PolicyRef policy, int rule, int differences, String sentence) {}

    /** Whether the answer still holds. */
    public enum Today {
        SAME,
        DIFFERENT,
        UNDECIDABLE
    }

    /**
     * The same connection with today's policies and labels.
     *
     * @param verdict null when it cannot be told
     * @param changes what has changed since, that concerns these two ends
     */
    public record Now(Today today, @Nullable Verdict verdict, String sentence, List<Change> changes) {
        public Now {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What is not as it was.
     *
     * @param at when this server saw it; null when that is not known
     * @param by the change in the audit trail that made it so; null when it is not kept
     */
    public record Change(
            @Nullable Instant at, String sentence, @Nullable AuditEntry by) {}
}
