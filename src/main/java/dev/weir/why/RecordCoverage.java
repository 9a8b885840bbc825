package dev.weir.why;

import dev.weir.cluster.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is missing among the records that a question asks for, or why there are none; the cause that explains most stands first.
 *
 * @param records how many there are
 * @param withheld connections and packets that nodes' budgets kept from being recorded in that time, where the question looks
 */
public record RecordCoverage(long records, long withheld, List<Cause> causes) {
    public RecordCoverage {
        causes = List.copyOf(causes);
    }

    /** Whether every record that was asked for can be there. */
    public boolean isComplete() {
        return causes.isEmpty();
    }

    /** Why a record is not there. In the order in which they explain. */
    public enum Kind {
        NO_PERMISSION("no-permission"),
        SWITCH_OFF("switch-off"),
        NOT_ANNOTATED("not-annotated"),
        NO_POLICY("no-policy"),
        DAEMON_AWAY("daemon-away"),
        BEYOND_RETENTION("beyond-retention"),
        LOST("lost"),
        WITHHELD("withheld"),
        FILTERED("filtered");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word in the API. */
        public String label() {
            return label;
        }
    }

    /**
     * One cause.
     *
     * @param object on which it lies; null when that is no object of the cluster
     * @param remedy a sentence: what to do
     * @param command that does it; null when no single one does
     * @param filter that would find something; null unless it is the filter's fault
     */
    public record Cause(
            Kind kind,
            String sentence,
            @Nullable ObjectRef object,
            String remedy,
            @Nullable String command,
            @Nullable String filter) {}
}
