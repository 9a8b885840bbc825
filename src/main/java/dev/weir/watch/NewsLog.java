package dev.weir.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of one topic as they are, and the last news of them: so many, with so much text in all. */
final class NewsLog {
    private final int most;
    private final long mostCharacters;
    /** By namespace and name: the last news of each. */
    private final SortedMap<Key, News> present = new TreeMap<>();

    private final Deque<News> history = new ArrayDeque<>();
    private long characters;
    private long forgotten;

    private record Key(String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    NewsLog(int most, long mostCharacters) {
        this.most = most;
        this.mostCharacters = mostCharacters;
    }

    @Nullable
    News find(String namespace, String name) {
        return present.get(new Key(namespace, name));
    }

    Collection<News> present() {
        return present.values();
    }

    void add(News news) {
        Key key = new Key(news.namespace(), news.name());
        if (news.type() == News.Type.DELETED) {
            present.remove(key);
        } else {
            present.put(key, news);
        }
        history.addLast(news);
        characters += news.json().length();
        while (history.size() > most || characters > mostCharacters) {
            forget(history.removeFirst());
        }
    }

    private void forget(News oldest) {
        forgotten = oldest.version();
        characters -= oldest.json().length();
    }

    /** Whether all news since that version are kept. */
    boolean reachesBackTo(long version) {
        return version >= forgotten;
    }

    /** Oldest first. Costs what it returns. */
    List<News> since(long version) {
        List<News> found = new ArrayList<>();
        for (Iterator<News> newest = history.descendingIterator(); newest.hasNext(); ) {
            News news = newest.next();
            if (news.version() <= version) {
                break;
            }
            found.add(news);
        }
        return found.reversed();
    }
}
