package dev.weir.daemon;

import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.flow.Recording;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What a recording takes from a datapath. */
public record DatapathSource(Datapath datapath) implements Recording.Source {
    @Override
    public void drainEvents(Consumer<VerdictEvent> consumer, Duration patience) {
        datapath.drainEvents(consumer, patience);
    }

    @Override
    public Map<DenialKey, Denial> drainDenials(long slice) {
        return datapath.drainDenials(slice);
    }

    @Override
    public Map<SpoofKey, Spoof> drainSpoofs(long slice) {
        return datapath.drainSpoofs(slice);
    }

    @Override
    public Map<Integer, Address> podsByInterface() {
        return datapath.podsByInterface();
    }

    @Override
    public Map<Loss, Long> losses() {
        return datapath.losses();
    }
}
