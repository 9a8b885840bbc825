package dev.weir.daemon.count;

import dev.weir.daemon.flow.Recording;
import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.Loss;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.layout.SpoofKey;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Counts the pairs of all that passes from the kernel to the recording, before any setting of it is asked. */
public final class CountedSource implements Recording.Source {
    private final Recording.Source source;
    private final PairTally tally;

    CountedSource(Recording.Source source, PairTally tally) {
        this.source = source;
        this.tally = tally;
    }

    @Override
    public void drainEvents(Consumer<VerdictEvent> consumer, Duration patience) {
        source.drainEvents(
                event -> {
                    tally.add(new PairKey(event.source(), event.destination(), event.direction(), event.verdict()), 1);
                    consumer.accept(event);
                },
                patience);
    }

    @Override
    public Map<DenialKey, Denial> drainDenials(long slice) {
        var denials = source.drainDenials(slice);
        denials.forEach((key, denial) -> {
            if (key.cookie() != 0) {
                tally.add(
                        new PairKey(key.source(), key.destination(), key.direction(), denial.verdict()),
                        denial.packets());
            }
        });
        return denials;
    }

    @Override
    public Map<SpoofKey, Spoof> drainSpoofs(long slice) {
        return source.drainSpoofs(slice);
    }

    @Override
    public Map<Integer, Address> podsByInterface() {
        return source.podsByInterface();
    }

    @Override
    public Map<Loss, Long> losses() {
        return source.losses();
    }
}
