package dev.weir.access;

import dev.weir.file.JsonFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;

/**
 * Those who may sign in besides the operator's administrator, in a file of mode 0600. Bounded. Safe to call from many threads. What somebody
 * may do is asked with every request, so a change counts at once.
 */
public final class People {
    public static final int MOST = 1000;
    /** The administrator whose password the operator put into a file. */
    public static final String ADMINISTRATOR = "admin";

    private final JsonFile<List<Person>> file;
    private final Map<String, Person> people = new TreeMap<>();

    /** @param path of the file; empty = in memory, lost with the process */
    public People(String path) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        file.read().orElse(List.of()).forEach(person -> people.put(person.name(), person));
    }

    /** By name. */
    public synchronized List<Person> list() {
        return List.copyOf(people.values());
    }

    public synchronized Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /** Adds or replaces. */
    public synchronized void put(Person person) {
        if (person.name().equals(ADMINISTRATOR)) {
            throw new AccessException(
                    "“admin” is the operator’s administrator, whose password is in a file of the server.");
        }
        if (!people.containsKey(person.name()) && people.size() >= MOST) {
            throw new AccessException("There are " + MOST + " people already; remove one first.");
        }
        Map<String, Person> after = new TreeMap<>(people);
        after.put(person.name(), person);
        become(after);
    }

    /** False when there is nobody of that name. */
    public synchronized boolean remove(String name) {
        Map<String, Person> after = new TreeMap<>(people);
        boolean removed = after.remove(name) != null;
        if (removed) {
            become(after);
        }
        return removed;
    }

    /** What cannot be written down does not count. */
    private void become(Map<String, Person> after) {
        file.write(List.copyOf(after.values()));
        people.clear();
        people.putAll(after);
    }

    /** What the bearer of that name may do now. */
    public Access access(String name) {
        return name.equals(ADMINISTRATOR)
                ? Access.everything(name)
                : find(name).map(Person::access).orElse(Access.NOBODY);
    }
}
