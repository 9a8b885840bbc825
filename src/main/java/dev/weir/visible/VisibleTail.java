package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.Namespaces;
import dev.weir.flow.store.RecordTail;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tail as its reader may see it. It ends within seconds when what the reader may do is not what it was. */
final class VisibleTail implements RecordTail {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final RecordTail tail;
    private final Access access;
    private final Supplier<Access> now;
    private final Namespaces namespaces;

    VisibleTail(RecordTail tail, Access access, Supplier<Access> now, Namespaces namespaces) {
        this.tail = tail;
        this.access = access;
        this.now = now;
        this.namespaces = namespaces;
    }

    @Override
    public @Nullable Event next(Duration timeout) throws InterruptedException {
        Duration left = timeout;
        Event event;
        do {
            if (!now.get().equals(access)) {
                tail.close();
                return null;
            }
            Duration wait = left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS;
            event = tail.next(wait);
            left = left.minus(wait);
        } while (event == null && !tail.isClosed() && left.isPositive());
        return namespaces.all() ? event : seen(event);
    }

    private @Nullable Event seen(@Nullable Event event) {
        return switch (event) {
            case Arrived arrived -> seen(arrived);
            case Withheld withheld ->
                new Withheld(withheld.counts().stream()
                        .filter(count -> namespaces.contains(count.namespace()))
                        .toList());
            case Gap gap -> gap;
            case null -> null;
        };
    }

    private Arrived seen(Arrived arrived) {
        return new Arrived(arrived.records().stream()
                .map(stored -> stored.seenFrom(namespaces::contains))
                .toList());
    }

    @Override
    public boolean isClosed() {
        return tail.isClosed();
    }

    @Override
    public void close() {
        tail.close();
    }
}
