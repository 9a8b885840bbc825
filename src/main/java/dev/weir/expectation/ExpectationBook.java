package dev.weir.expectation;

import dev.weir.file.JsonFile;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/**
 * The expectations, since when they stand as they do, and what was overridden: in a file of mode 0600 that is replaced as a whole. Bounded. Safe
 * to call from many threads.
 */
public final class ExpectationBook {
    public static final int MOST_OF_NAMESPACE = 100;
    static final int MOST = 1000;
    static final int MOST_OVERRIDINGS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ExpectationBook.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final JsonFile<Content> file;
    private final Clock clock;
    private final Map<ExpectationRef, Expectation> expectations = new TreeMap<>();
    private final Map<ExpectationRef, Standing> standings = new TreeMap<>();
    private List<Overriding> overridings = List.of();
    private long version;

    /** @param version of the last change */
    record Content(long version, List<Kept> expectations, List<Overriding> overridings) {}

    /** As it is written down: a claim is its sentence. */
    record Kept(
            String namespace,
            String name,
            String expect,
            String author,
            Instant at,
            long version,
            @Nullable Standing standing) {}

    /** @param path of the file; empty = in memory, lost with the process */
    public ExpectationBook(String path, Clock clock) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        this.clock = clock;
        file.read().ifPresent(this::read);
    }

    private void read(Content content) {
        version = content.version();
        overridings = content.overridings();
        for (Kept kept : content.expectations()) {
            ExpectationRef ref = new ExpectationRef(kept.namespace(), kept.name());
            Claim claim = Claim.parse(kept.expect(), kept.namespace());
            expectations.put(ref, new Expectation(ref, claim, kept.author(), kept.at(), kept.version()));
            if (kept.standing() != null) {
                standings.put(ref, kept.standing());
            }
        }
    }

    public synchronized List<Expectation> list() {
        return List.copyOf(expectations.values());
    }

    public synchronized Optional<Expectation> find(ExpectationRef ref) {
        return Optional.ofNullable(expectations.get(ref));
    }

    /** Empty until it was judged. */
    public synchronized Optional<Standing> standing(ExpectationRef ref) {
        return Optional.ofNullable(standings.get(ref));
    }

    /** Another one with every change of an expectation. */
    synchronized long version() {
        return version;
    }

    /**
     * Writes one down.
     *
     * @param expected the version that it must have; 0 = it must be new; -1 = whatever it is
     */
    public synchronized Expectation put(ExpectationRef ref, Claim claim, String author, long expected) {
        check(ref, expected);
        if (!NAME.matcher(ref.name()).matches()) {
            throw new ExpectationException(
                    "A name has 1 to 63 small letters, digits and dashes: “" + ref.name() + "”.");
        }
        if (!expectations.containsKey(ref)) {
            makeSureOfRoom(ref.namespace());
        }
        Expectation written = new Expectation(ref, claim, author, clock.instant(), version + 1);
        Map<ExpectationRef, Expectation> after = new TreeMap<>(expectations);
        Expectation before = after.put(ref, written);
        Map<ExpectationRef, Standing> stand = new TreeMap<>(standings);
        if (before == null || !before.claim().equals(claim)) {
            stand.remove(ref);
        }
        replace(after, stand, overridings, version + 1);
        return written;
    }

    private void check(ExpectationRef ref, long expected) {
        Expectation there = expectations.get(ref);
        long current = there == null ? 0 : there.version();
        if (expected >= 0 && expected != current) {
            throw new ExpectationChangedException(ref, current);
        }
    }

    private void makeSureOfRoom(String namespace) {
        long there = expectations.keySet().stream()
                .filter(ref -> ref.namespace().equals(namespace))
                .count();
        if (there >= MOST_OF_NAMESPACE || expectations.size() >= MOST) {
            throw new ExpectationException("There are " + there + " expectations in " + namespace + " and "
                    + expectations.size() + " in all, of " + MOST_OF_NAMESPACE + " and " + MOST
                    + " that there may be; delete one first.");
        }
    }

    /** False when there is none of that name. */
    public synchronized boolean remove(ExpectationRef ref, long expected) {
        if (!expectations.containsKey(ref)) {
            return false;
        }
        check(ref, expected);
        Map<ExpectationRef, Expectation> after = new TreeMap<>(expectations);
        after.remove(ref);
        Map<ExpectationRef, Standing> stand = new TreeMap<>(standings);
        stand.remove(ref);
        replace(after, stand, overridings, version + 1);
        return true;
    }

    /** How they stand from now on; of those that are still what was judged. */
    synchronized void stand(Map<Expectation, Standing> judged) {
        Map<ExpectationRef, Standing> after = new TreeMap<>(standings);
        judged.forEach((expectation, standing) -> {
            if (expectation.equals(expectations.get(expectation.ref()))) {
                after.put(expectation.ref(), standing);
            }
        });
        if (!after.equals(standings)) {
            replace(expectations, after, overridings, version);
        }
    }

    /** The newest first. */
    public synchronized List<Overriding> overridings() {
        return overridings;
    }

    public synchronized void record(Overriding overriding) {
        LOG.info(
                "{} broke {} expectations with {} and said why: {}. They are {}",
                overriding.who(),
                overriding.broken().size(),
                overriding.what(),
                overriding.reason(),
                overriding.broken());
        List<Overriding> after = new ArrayList<>();
        after.add(overriding);
        overridings.stream().limit(MOST_OVERRIDINGS - 1L).forEach(after::add);
        replace(expectations, standings, List.copyOf(after), version);
    }

    /** What cannot be written is not kept either. */
    private void replace(
            Map<ExpectationRef, Expectation> after,
            Map<ExpectationRef, Standing> stand,
            List<Overriding> overridden,
            long newVersion) {
        List<Kept> kept = after.values().stream()
                .map(one -> new Kept(
                        one.ref().namespace(),
                        one.ref().name(),
                        one.sentence(),
                        one.author(),
                        one.at(),
                        one.version(),
                        stand.get(one.ref())))
                .toList();
        file.write(new Content(newVersion, kept, overridden));
        if (after != expectations) {
            expectations.clear();
            expectations.putAll(after);
        }
        if (stand != standings) {
            standings.clear();
            standings.putAll(stand);
        }
        overridings = overridden;
        version = newVersion;
    }
}
