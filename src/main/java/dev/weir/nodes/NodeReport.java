package dev.weir.nodes;

import dev.weir.cluster.PodRef;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;

/**
 * What a daemon knows of its node, every 2 s. All counters count since the datapath was first pinned.
 *
 * @param dropsByReason packets that were not delivered, by drop reason
 */
public record NodeReport(
        long revision,
        List<MapUsage> maps,
        List<EndpointState> endpoints,
        RecordAccounting records,
        Map<String, Long> dropsByReason,
        List<VerdictCount> verdicts,
        long rssBytes) {
    public NodeReport {
        maps = List.copyOf(maps);
        endpoints = List.copyOf(endpoints);
        dropsByReason = Map.copyOf(dropsByReason);
        verdicts = List.copyOf(verdicts);
    }

    /** How full a BPF map is. */
    public record MapUsage(String name, long entries, long maxEntries) {
        /** 0 to 1. */
        public double fill() {
            return maxEntries == 0 ? 0 : (double) entries / maxEntries;
        }
    }

    /** Whether a pod's interface has the datapath and its program. */
    public record EndpointState(PodRef pod, String interfaceName, boolean attached, boolean programmed) {}

    /** offered = written + aggregated + all of lost. */
    public record RecordAccounting(long offered, long written, long aggregated, Map<String, Long> lostByReason) {
        public static final RecordAccounting NONE = new RecordAccounting(0, 0, 0, Map.of());

        public RecordAccounting {
            lostByReason = Map.copyOf(lostByReason);
        }

        public long lost() {
            return lostByReason.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Exact: allowed counts connections, denied counts packets. */
    public record VerdictCount(long cookie, Direction direction, boolean allowed, long count) {}
}
