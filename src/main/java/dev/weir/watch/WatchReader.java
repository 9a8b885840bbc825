package dev.weir.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads on in a book. For one thread; only {@link #close} may come from another. */
public final class WatchReader implements AutoCloseable {
    private static final long NOTHING = -1;

    private final WatchBook book;
    private Interest interest;
    private long version;
    private boolean started;
    private volatile boolean closed;

    /**
     * What the reader is told.
     *
     * @param resourceVersion at which it goes on after this; null within a whole that has to be told anew when it is interrupted
     */
    public record Told(News news, @Nullable String resourceVersion) {}

    private WatchReader(WatchBook book, Interest interest, long version) {
        this.book = book;
        this.interest = interest;
        this.version = version;
    }

    /** Tells the present state first. */
    public static WatchReader ofPresent(WatchBook book, Interest interest) {
        return new WatchReader(book, interest, NOTHING);
    }

    /** Tells what happened since. */
    public static WatchReader after(WatchBook book, Interest interest, String resourceVersion) {
        ResourceVersion since = ResourceVersion.parse(resourceVersion)
                .filter(one -> one.life().equals(book.life()))
                .orElseThrow(() -> new WatchExpiredException(
                        "The resourceVersion is not of this server, or of a time before its last start."));
        if (!since.mark().equals(interest.mark())) {
            throw new WatchExpiredException(
                    "The resourceVersion is of other topics, or of a reader who sees other namespaces.");
        }
        if (book.since(since.version(), interest).isEmpty()) {
            throw new WatchExpiredException("So much has happened since the resourceVersion that it is not kept.");
        }
        return new WatchReader(book, interest, since.version());
    }

    /** Until something happens, or so long. What there is at first need not be waited for. */
    public void await(Duration timeout) throws InterruptedException {
        if (started) {
            book.await(version, timeout, () -> closed);
        }
    }

    /**
     * What there is to tell, to a reader who may see that now.
     *
     * @throws WatchExpiredException when the reader was so slow that what it missed is not kept
     */
    public List<Told> read(Interest now) {
        WatchBook.Reading reading = reading(now)
                .orElseThrow(
                        () -> new WatchExpiredException("The reader was so slow that what it missed is not kept."));
        List<Told> told = Stream.concat(
                        reading.news().stream().map(news -> new Told(news, resourceVersion(news.version()))),
                        reading.state().stream().map(news -> new Told(news, null)))
                .toList();
        version = reading.version();
        interest = now;
        started = true;
        return told;
    }

    private Optional<WatchBook.Reading> reading(Interest now) {
        if (version == NOTHING) {
            return Optional.of(book.present(now));
        }
        return now.equals(interest) ? book.since(version, now) : book.since(version, interest, now);
    }

    /** After everything that was told. */
    public String resourceVersion() {
        return resourceVersion(version);
    }

    private String resourceVersion(long at) {
        return new ResourceVersion(book.life(), at, interest.mark()).toString();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        book.wake();
    }
}
