package dev.weir.watch;

import dev.weir.access.Namespaces;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that is watched, with its last news. Readers have no queue of their own: each knows how far it is and reads on in what all share, so one
 * that is slow costs nothing, and is told when the book does not reach back to where it is. Safe to call from many threads.
 */
public final class WatchBook {
    /** Of each topic: hours of an ordinary cluster, and 500 policies rewritten ten times. */
    private static final int MOST_NEWS = 5_000;

    private static final long MOST_CHARACTERS = 8L << 20;
    /** More than there are streams, so that none loses its summary while it is open. */
    private static final int MOST_SUMMARIES = 600;

    private final String life = UUID.randomUUID().toString().substring(0, 8);
    private final Map<Topic, NewsLog> logs = new EnumMap<>(Topic.class);
    private final Map<Namespaces, Summary> summaries = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Topic> complete = EnumSet.of(Topic.SUMMARY);
    private long version;

    public WatchBook() {
        this(MOST_NEWS, MOST_CHARACTERS);
    }

    /** @param mostNews of each topic; @param mostCharacters of them, likewise */
    public WatchBook(int mostNews, long mostCharacters) {
        for (Topic topic : Topic.values()) {
            logs.put(topic, new NewsLog(mostNews, mostCharacters));
        }
    }

    /**
     * The summary for those who see the same namespaces. Only the last one matters.
     *
     * @param essence what makes it another one
     */
    private record Summary(String essence, News news) {}

    /**
     * What a reader is told at once: the news, and then the state of what it did not see before, which is a whole and can only be told as one.
     *
     * @param version up to which there is nothing else
     * @param news oldest first
     */
    record Reading(long version, List<News> news, List<News> state) {}

    /** An object was read or written. One that is as it was is no news. */
    public synchronized void wrote(Topic topic, String namespace, String name, String json) {
        News known = log(topic).find(namespace, name);
        if (known == null || !known.json().equals(json)) {
            News.Type type = known == null ? News.Type.ADDED : News.Type.MODIFIED;
            log(topic).add(new News(++version, topic, type, namespace, name, json));
            notifyAll();
        }
    }

    public synchronized void removed(Topic topic, String namespace, String name) {
        News known = log(topic).find(namespace, name);
        if (known != null) {
            log(topic).add(new News(++version, topic, News.Type.DELETED, namespace, name, known.json()));
            notifyAll();
        }
    }

    /** Somebody looked at the summary of these namespaces. */
    public synchronized void looked(Namespaces namespaces, String essence, String json) {
        Summary known = summaries.get(namespaces);
        if (known == null || !known.essence().equals(essence)) {
            News news = new News(++version, Topic.SUMMARY, News.Type.MODIFIED, "", "", json);
            summaries.put(namespaces, new Summary(essence, news));
            if (summaries.size() > MOST_SUMMARIES) {
                summaries.remove(summaries.keySet().iterator().next());
            }
            notifyAll();
        }
    }

    /** All objects of the topic that there are have been told. */
    public synchronized void knowsAll(Topic topic) {
        complete.add(topic);
    }

    public synchronized boolean isComplete(Set<Topic> topics) {
        return complete.containsAll(topics);
    }

    String life() {
        return life;
    }

    /** Everything as it is. */
    synchronized Reading present(Interest interest) {
        return new Reading(
                version,
                List.of(),
                all(interest).map(news -> news.as(News.Type.ADDED)).toList());
    }

    /** Empty when the book does not reach back so far, or not ahead: then the version is not of this book. */
    synchronized Optional<Reading> since(long from, Interest interest) {
        boolean known = from <= version
                && interest.topics().stream().allMatch(topic -> log(topic).reachesBackTo(from));
        return known ? Optional.of(new Reading(version, news(from, interest), List.of())) : Optional.empty();
    }

    private List<News> news(long from, Interest interest) {
        return Stream.concat(
                        interest.topics().stream()
                                .flatMap(topic -> log(topic).since(from).stream())
                                .filter(news -> interest.sees(news.namespace())),
                        summary(interest).filter(news -> news.version() > from))
                .sorted(Comparator.comparingLong(News::version))
                .toList();
    }

    /** The same to a reader who may see something else than before: what is out of its sight is gone, and what came into it is new. */
    synchronized Optional<Reading> since(long from, Interest before, Interest now) {
        return since(from, before)
                .map(reading -> new Reading(reading.version(), reading.news(), crossing(before, now)));
    }

    private List<News> crossing(Interest before, Interest now) {
        Stream<News> gone =
                objects(before).filter(news -> !now.sees(news.namespace())).map(news -> news.as(News.Type.DELETED));
        Stream<News> come =
                objects(now).filter(news -> !before.sees(news.namespace())).map(news -> news.as(News.Type.ADDED));
        return Stream.of(gone, come, summary(now)).flatMap(Function.identity()).toList();
    }

    private Stream<News> all(Interest interest) {
        return Stream.concat(summary(interest), objects(interest));
    }

    private Stream<News> objects(Interest interest) {
        return interest.topics().stream()
                .flatMap(topic -> log(topic).present().stream())
                .filter(news -> interest.sees(news.namespace()));
    }

    private Stream<News> summary(Interest interest) {
        return interest.topics().contains(Topic.SUMMARY)
                ? Stream.ofNullable(summaries.get(interest.namespaces())).map(Summary::news)
                : Stream.empty();
    }

    /** Until there is news, whoever they concern, or so long, or until the reader is closed and {@link #wake} was called. */
    @SuppressWarnings("WaitNotInLoop") // the reader looks again, and waits again
    synchronized void await(long seen, Duration timeout, BooleanSupplier closed) throws InterruptedException {
        if (version == seen && !closed.getAsBoolean()) {
            wait(Math.max(1, timeout.toMillis()));
        }
    }

    synchronized void wake() {
        notifyAll();
    }

    private NewsLog log(Topic topic) {
        return Objects.requireNonNull(logs.get(topic));
    }
}
