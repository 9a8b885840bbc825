package dev.weir.why;

import dev.weir.audit.AuditEntry;
import dev.weir.cluster.ObjectRef;
import dev.weir.reach.End;
import dev.weir.reach.Ports;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who can reach some workloads, and why.
 *
 * @param at the time of which it is said
 * @param past whether that is not now
 * @param basis on what the answer rests, in a sentence
 * @param sources those that can, and the one that was asked for whether it can or not
 * @param more how many are not listed
 * @param then what was different at another time; null when that was not asked
 */
public record WhoReaches(
        Instant at,
        boolean past,
        String basis,
        List<Source> sources,
        long more,
        @Nullable Then then) {
    public WhoReaches {
        sources = List.copyOf(sources);
    }

    /** Three values: what policies say and nodes enforce, or that it cannot be told. */
    public enum Answer {
        YES("yes"),
        NO("no"),
        UNDECIDABLE("undecidable");

        private final String label;

        Answer(String label) {
            this.label = label;
        }

        /** The word in the API. */
        public String label() {
            return label;
        }
    }

    /**
     * One who can, or was asked for.
     *
     * @param reason what the policies of both ends say
     * @param enforcement whether the nodes of both ends enforce that
     * @param seen the last connection recorded as allowed; null when none was within the day before
     */
    public record Source(
            End from,
            End to,
            Ports ports,
            Answer answer,
            String reason,
            String enforcement,
            @Nullable Seen seen) {}

    /** @param records within a day */
    public record Seen(Instant last, long records, String recordId) {}

    /**
     * The other time.
     *
     * @param basis on what it rests
     * @param gained who can at the later time only
     * @param lost who could at the earlier time only
     */
    public record Then(Instant at, String basis, List<Turn> gained, List<Turn> lost) {
        public Then {
            gained = List.copyOf(gained);
            lost = List.copyOf(lost);
        }
    }

    /** @param cause null when it cannot be named */
    public record Turn(
            End from, End to, Ports ports, @Nullable Cause cause) {}

    /**
     * The change that made the difference.
     *
     * @param by its entry in the audit trail; null when it is not kept
     */
    public record Cause(
            Instant at,
            ObjectRef object,
            String sentence,
            @Nullable AuditEntry by) {
        Cause by(@Nullable AuditEntry entry) {
            return new Cause(at, object, sentence, entry);
        }
    }
}
