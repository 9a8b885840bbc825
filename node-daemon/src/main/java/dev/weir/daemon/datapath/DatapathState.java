package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.DropReason;
import java.util.List;
import java.util.Map;

/**
 * What the kernel says of the datapath.
 *
 * @param usage of the maps that packets fill
 * @param maps all that have a fill
 */
public record DatapathState(
        List<MapUsage> usage, List<KernelMap> maps, List<AttachedProgram> programs, Map<DropReason, Long> drops) {
    public DatapathState {
        usage = List.copyOf(usage);
        maps = List.copyOf(maps);
        programs = List.copyOf(programs);
        drops = Map.copyOf(drops);
    }
}
