package dev.weir.nodes;

import dev.weir.cluster.PodRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon knows of its node, every 2 s. All counters count since the datapath was first pinned.
 *
 * @param dropsByReason packets that were not delivered, by drop reason
 * @param counts what the datapath decided; in a report on its way, only what changed
 * @param activity what the recording did since the daemon started
 * @param logging what the node did with the NetworkLogging object
 * @param programs what is attached; absent in a report on its way that does not change it, and of a daemon that does not tell
 */
public record NodeReport(
        long revision,
        List<MapUsage> maps,
        List<EndpointState> endpoints,
        RecordAccounting records,
        Map<String, Long> dropsByReason,
        NodeCounts counts,
        long rssBytes,
        RecordActivity activity,
        LoggingState logging,
        @Nullable List<AttachedProgram> programs) {
    /** A report of a daemon that says no more. */
    public NodeReport(
            long revision,
            List<MapUsage> maps,
            List<EndpointState> endpoints,
            RecordAccounting records,
            Map<String, Long> dropsByReason,
            NodeCounts counts,
            long rssBytes) {
        this(
                revision,
                maps,
                endpoints,
                records,
                dropsByReason,
                counts,
                rssBytes,
                RecordActivity.NONE,
                LoggingState.NONE,
                null);
    }

    public NodeReport {
        maps = List.copyOf(maps);
        endpoints = List.copyOf(endpoints);
        dropsByReason = Map.copyOf(dropsByReason);
        programs = programs == null ? null : List.copyOf(programs);
    }

    /** This report, with what it does not say of counts and programs taken from the one before. */
    NodeReport after(@Nullable NodeReport before) {
        NodeCounts known = before == null ? NodeCounts.NONE : before.counts;
        List<AttachedProgram> attached = programs == null && before != null ? before.programs : programs;
        return new NodeReport(
                revision,
                maps,
                endpoints,
                records,
                dropsByReason,
                known.with(counts),
                rssBytes,
                activity,
                logging,
                attached);
    }

    /**
     * A program as the kernel has it.
     *
     * @param hook from_pod, to_pod or from_uplink
     * @param id the kernel's number
     * @param code absent when it is not one of this daemon's
     * @param interfaces where it is attached
     */
    public record AttachedProgram(
            String hook, long id, @Nullable ProgramCode code, List<String> interfaces) {
        public AttachedProgram {
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * What the kernel made of a program's instructions.
     *
     * @param tag the kernel's hash of them, in hexadecimal
     * @param jitedBytes 0 = it is interpreted
     * @param verifiedInstructions that the verifier looked at; 0 = the kernel does not say
     */
    public record ProgramCode(
            String tag, Instant loadedAt, long translatedBytes, long jitedBytes, long verifiedInstructions) {}

    /**
     * How full a BPF map is.
     *
     * @param type as the kernel calls it; empty when the daemon does not tell, as are the two behind it
     * @param id the kernel's number
     * @param bytes of memory, as the kernel accounts it
     */
    public record MapUsage(String name, long entries, long maxEntries, String type, long id, long bytes) {
        public MapUsage(String name, long entries, long maxEntries) {
            this(name, entries, maxEntries, "", 0, 0);
        }

        /** 0 to 1. */
        public double fill() {
            return maxEntries == 0 ? 0 : (double) entries / maxEntries;
        }
    }

    /** Whether a pod's interface has the datapath and its program. */
    public record EndpointState(PodRef pod, String interfaceName, boolean attached, boolean programmed) {}

    /**
     * offered = written + aggregated + all of lost.
     *
     * @param unreported written in the node's file, but dropped from the full spool before a server had it
     * @param namespaces the same for each namespace of the pods whose policies decided; what is of none is under the empty name
     */
    public record RecordAccounting(
            long offered,
            long written,
            long aggregated,
            Map<String, Long> lostByReason,
            long unreported,
            Map<String, NamespaceAccounting> namespaces) {
        public static final RecordAccounting NONE = new RecordAccounting(0, 0, 0, Map.of());

        public RecordAccounting {
            lostByReason = Map.copyOf(lostByReason);
            namespaces = Map.copyOf(namespaces);
        }

        public RecordAccounting(long offered, long written, long aggregated, Map<String, Long> lostByReason) {
            this(offered, written, aggregated, lostByReason, 0, Map.of());
        }

        public long lost() {
            return lostByReason.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** One namespace's part of the account. */
    public record NamespaceAccounting(
            long written, long aggregated, Map<String, Long> lostByReason, DenialLines denials) {
        public NamespaceAccounting {
            lostByReason = Map.copyOf(lostByReason);
        }
    }

    /**
     * Lines of denials, and of what would be denied, that fell due, whether they were written or withheld, counted together with what is in them.
     *
     * @param events denied packets, and connections that would be denied, in these lines
     */
    public record DenialLines(long lines, long events) {
        public static final DenialLines NONE = new DenialLines(0, 0);

        public DenialLines plus(DenialLines other) {
            return new DenialLines(lines + other.lines, events + other.events);
        }
    }

    /**
     * What the recording did, as GKE's agent counts it.
     *
     * @param unresolved allowed connections whose policies are not known
     * @param allowLatency from the packet to the line, in microseconds
     * @param denyLatency from the first packet to the line, in seconds
     */
    public record RecordActivity(
            long allowedEvents,
            long deniedEvents,
            long allowedLines,
            long deniedLines,
            long unresolved,
            Latency allowLatency,
            Latency denyLatency) {
        public static final RecordActivity NONE = new RecordActivity(0, 0, 0, 0, 0, Latency.NONE, Latency.NONE);
    }

    /** How often a latency fell into a bucket; the last one has no bound. */
    public record Latency(List<Double> bounds, List<Long> counts, double sum) {
        public static final Latency NONE = new Latency(List.of(), List.of(), 0);

        public Latency {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }

    /**
     * What is in effect on the node.
     *
     * @param generation of the NetworkLogging object; 0 = there is none
     * @param enabled whether something is recorded
     * @param rejection why a later object is not in effect; null when there is none
     * @param changes the last ones, oldest first
     */
    public record LoggingState(
            long generation, boolean enabled, @Nullable String rejection, List<LoggingChange> changes) {
        public static final LoggingState NONE = new LoggingState(0, false, null, List.of());

        public LoggingState {
            changes = List.copyOf(changes);
        }
    }

    /** What people of the cluster are told of the node's NetworkLogging. */
    public record LoggingChange(String resourceVersion, boolean rejected, String message, Instant at) {}
}
