package dev.weir.access;

import dev.weir.audit.Journal;
import dev.weir.audit.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Adds, changes and removes people, and with them what they have made: nobody's token may do more than they may. */
public final class PeopleOffice {
    private static final int SHORTEST_PASSWORD = 12;
    /** Bytes beyond the 72nd do not count for bcrypt, so longer ones are refused. */
    private static final int LONGEST_PASSWORD = 72;

    private final People people;
    private final ApiTokens tokens;
    private final UnaryOperator<String> hash;
    private final Journal journal;
    private final Clock clock;

    /** @param hash makes of a password what is kept of it */
    public PeopleOffice(People people, ApiTokens tokens, UnaryOperator<String> hash, Journal journal, Clock clock) {
        this.people = people;
        this.tokens = tokens;
        this.hash = hash;
        this.journal = journal;
        this.clock = clock;
    }

    public List<Person> list() {
        return people.list();
    }

    public Optional<Person> find(String name) {
        return people.find(name);
    }

    /**
     * Adds or changes somebody; throws {@link AccessException} for what cannot be.
     *
     * @param password null = as it was, for somebody who is known
     */
    public Person put(String name, @Nullable String password, List<Grant> grants, String who) {
        if (grants.isEmpty()) {
            throw new AccessException("Somebody without any role could not see anything; give a role, or remove them.");
        }
        Optional<Person> before = people.find(name);
        Person person = new Person(
                name,
                password == null ? kept(before) : hashed(password),
                grants.stream().map(Grant::toString).toList(),
                before.map(Person::createdBy).orElse(who),
                before.map(Person::created).orElse(clock.instant()));
        people.put(person);
        journal.note(
                subject(name),
                before.map(PeopleOffice::words).orElse(""),
                words(person) + (password == null ? "" : "password: set anew\n"));
        tokens.revokeBeyond(name, person.access());
        return person;
    }

    private static String kept(Optional<Person> before) {
        return before.map(Person::passwordHash)
                .orElseThrow(() -> new AccessException("A new person needs a password."));
    }

    private String hashed(String password) {
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (password.length() < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
            throw new AccessException("A password has at least " + SHORTEST_PASSWORD + " characters and at most "
                    + LONGEST_PASSWORD + " bytes.");
        }
        return hash.apply(password);
    }

    /** False when there is nobody of that name. */
    public boolean remove(String name) {
        Optional<Person> before = people.find(name);
        boolean removed = people.remove(name);
        if (removed) {
            journal.note(subject(name), before.map(PeopleOffice::words).orElse(""), "");
            tokens.revokeBeyond(name, Access.NOBODY);
        }
        return removed;
    }

    private static Subject subject(String name) {
        return Subject.own(Subject.Kind.PERSON, name);
    }

    /** Without the hash of the password. */
    private static String words(Person person) {
        return "roles: " + String.join(" ", person.grants()) + "\n";
    }
}
