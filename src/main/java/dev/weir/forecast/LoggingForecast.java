package dev.weir.forecast;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be recorded.
 *
 * @param nodes where the most is asked for first
 * @param namespaces which ask for the most first
 * @param cheaper policies that fit into what the nodes may write; null when all do, or when it is not the allowed connections that are too many
 */
public record LoggingForecast(
        Basis basis,
        Lines total,
        List<NodeLoad> nodes,
        List<NamespaceLoad> namespaces,
        @Nullable Delegates cheaper) {
    public LoggingForecast {
        nodes = List.copyOf(nodes);
        namespaces = List.copyOf(namespaces);
    }

    /**
     * What it rests on.
     *
     * @param over how long the counters were looked at; zero when not long enough
     * @param everything whether all namespaces are in it; otherwise nobody can say what the limit of a node leaves
     * @param atMost whether denials are among it of which it is not known how many share a line; then each packet counts as a line
     */
    public record Basis(Duration over, boolean everything, boolean atMost) {}

    /** What a reader of some namespaces may know. */
    public LoggingForecast ofSomeNamespaces() {
        return new LoggingForecast(
                new Basis(basis.over, false, basis.atMost),
                new Lines(total.asked, total.peak, total.asked),
                List.of(),
                namespaces,
                null);
    }

    /**
     * Records a second.
     *
     * @param asked for, on average
     * @param peak the most in a step
     * @param written what the limit of each node leaves of it
     */
    public record Lines(double asked, double peak, double written) {
        public double withheld() {
            return asked - written;
        }

        public double bytesPerDay(double bytesPerRecord) {
            return written * Duration.ofDays(1).toSeconds() * bytesPerRecord;
        }
    }

    public record NodeLoad(NodeName node, Lines lines) {}

    /** Records a second that a namespace asks for on all nodes. */
    public record NamespaceLoad(String namespace, double allowed, double denied) {
        double all() {
            return allowed + denied;
        }
    }

    /**
     * Policies to annotate instead of recording everything that is allowed.
     *
     * @param annotated whose connections fit
     * @param left which cause too many records, the most first
     * @param total with these annotated and {@code delegate} on
     */
    public record Delegates(List<PolicyRef> annotated, List<PolicyRef> left, Lines total) {
        public Delegates {
            annotated = List.copyOf(annotated);
            left = List.copyOf(left);
        }
    }
}
