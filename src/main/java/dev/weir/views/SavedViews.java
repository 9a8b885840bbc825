package dev.weir.views;

import dev.weir.audit.Journal;
import dev.weir.audit.Subject;
import dev.weir.file.JsonFile;
import dev.weir.flow.TimeText;
import dev.weir.flow.filter.PastedQuery;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Everybody's views, in a file of mode 0600 that is replaced as a whole, so that a crash leaves the old or the new one. Bounded: so many for
 * each owner, so many in all. Safe to call from many threads.
 */
public final class SavedViews {
    static final int MOST_OF_ONE = 50;
    static final int MOST = 2000;
    private static final List<SavedView> SHIPPED = List.of(
            shipped("Denied now", "disposition=\"deny\"", "15m"),
            shipped("Denied in 24 hours", "disposition=\"deny\"", "24h"),
            shipped(
                    "To the internet",
                    "connection.direction=\"egress\" AND dest.instance:* AND NOT dest.node_name:*",
                    "24h"),
            shipped("From outside", "src.instance:* AND NOT src.node_name:*", "24h"));

    private final JsonFile<List<SavedView>> file;
    private final Journal journal;
    private final Clock clock;
    private final Map<Key, SavedView> views = new TreeMap<>();

    private record Key(String owner, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byOwner = owner.compareTo(other.owner);
            return byOwner != 0 ? byOwner : name.compareTo(other.name);
        }
    }

    /** @param path of the file; empty = in memory, lost with the process */
    public SavedViews(String path, Journal journal, Clock clock) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        this.journal = journal;
        this.clock = clock;
        file.read().orElse(List.of()).forEach(view -> views.put(new Key(view.owner(), view.name()), view));
    }

    private static SavedView shipped(String name, String filter, String from) {
        return new SavedView("", name, filter, from, Instant.EPOCH);
    }

    /** Those that come with the program, then the owner's own by name. */
    public synchronized List<SavedView> of(String owner) {
        return Stream.concat(
                        SHIPPED.stream(),
                        views.values().stream().filter(view -> view.owner().equals(owner)))
                .toList();
    }

    /** Saves or replaces; the filter and the time must be readable. */
    public synchronized SavedView save(String owner, String name, String filter, String from) {
        String clean = name.strip();
        if (clean.isEmpty()
                || clean.length() > SavedView.LONGEST_NAME
                || clean.chars().anyMatch(c -> c < ' ' || c == '/')) {
            throw new ViewException("A name has 1 to " + SavedView.LONGEST_NAME + " characters, without slashes.");
        }
        if (SHIPPED.stream().anyMatch(view -> view.name().equals(clean))) {
            throw new ViewException("“" + clean + "” comes with the program; choose another name.");
        }
        PastedQuery.of(filter).recordFilter();
        checkTime(from);
        Key key = new Key(owner, clean);
        if (!views.containsKey(key)) {
            checkRoom(owner);
        }
        SavedView view = new SavedView(owner, clean, filter, from, clock.instant());
        Map<Key, SavedView> after = new TreeMap<>(views);
        SavedView before = after.put(key, view);
        replace(after);
        journal.note(subject(key), words(before), words(view));
        return view;
    }

    private void checkTime(String from) {
        try {
            if (!from.isBlank()) {
                TimeText.time(from, clock.instant());
            }
        } catch (DateTimeException wrong) {
            throw new ViewException("“" + from + "” is not a time; write 15m, 24h or 2026-01-31T10:00:00Z.");
        }
    }

    private void checkRoom(String owner) {
        long own =
                views.keySet().stream().filter(key -> key.owner().equals(owner)).count();
        if (own >= MOST_OF_ONE || views.size() >= MOST) {
            throw new ViewException("There are " + own + " saved views already; delete one first.");
        }
    }

    /** False when the owner has none of that name. */
    public synchronized boolean delete(String owner, String name) {
        Map<Key, SavedView> after = new TreeMap<>(views);
        Key key = new Key(owner, name);
        SavedView before = after.remove(key);
        if (before == null) {
            return false;
        }
        replace(after);
        journal.note(subject(key), words(before), "");
        return true;
    }

    private static Subject subject(Key key) {
        return Subject.own(Subject.Kind.SAVED_VIEW, key.owner() + "/" + key.name());
    }

    private static String words(@Nullable SavedView view) {
        return view == null ? "" : "filter: " + view.filter() + "\nfrom: " + view.from() + "\n";
    }

    /** What cannot be written is not kept either. */
    private void replace(Map<Key, SavedView> after) {
        file.write(List.copyOf(after.values()));
        views.clear();
        views.putAll(after);
    }
}
