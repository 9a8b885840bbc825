package dev.weir.daemon.libbpf;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import java.util.HashMap;
import java.util.Map;

/** Takes the slices that are over out of {@code spoof_map}, which it walks only when there may be something. */
final class SpoofDrain {
    private final BpfMap spoofs;
    private final BpfMap drops;
    private final DenialsSeen seen = new DenialsSeen();

    SpoofDrain(BpfMap spoofs, BpfMap drops) {
        this.spoofs = spoofs;
        this.drops = drops;
    }

    Map<SpoofKey, Spoof> before(long slice) {
        var packets = dropped(DropReason.SPOOFED_SOURCE) + dropped(DropReason.NOT_PROGRAMMED);
        if (!seen.mayHold(slice, packets)) {
            return Map.of();
        }
        var drained = new HashMap<SpoofKey, Spoof>();
        var left = new int[1];
        spoofs.forEach((key, value) -> {
            var decoded = SpoofKey.decode(key, 0);
            if (decoded.slice() < slice) {
                drained.put(decoded, Spoof.decode(value, 0));
            } else {
                left[0]++;
            }
        });
        seen.drained(slice, packets, left[0] > 0);
        drained.keySet().forEach(key -> spoofs.remove(key.toBytes()));
        return drained;
    }

    private long dropped(DropReason reason) {
        return drops.sum(Abi.u32(reason.ordinal()));
    }
}
