package dev.weir.daemon.program;

import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Prefix;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Everything this node must enforce, at a revision. Immutable; a change makes the next one in time and memory of the change,
 * because the maps share what it left alone.
 */
public record NodeProgram(
        ProgramStamp stamp,
        PMap<PodRef, EndpointProgram> endpoints,
        PMap<Long, Subject> subjects,
        PMap<Prefix, IdentityEntry> identities,
        PMap<Long, Cookie> cookies,
        LoggingSettings logging,
        EnforcementSettings enforcement) {
    /** Before any server was heard: no pod is programmed, so every pod is closed. */
    public static final NodeProgram EMPTY = new NodeProgram(
            ProgramStamp.NONE,
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            LoggingSettings.OFF,
            EnforcementSettings.DEFAULT);

    private static final int PIECE = 1000;

    public long revision() {
        return stamp.revision();
    }

    /**
     * The program after the change.
     *
     * @throws StaleDeltaException when the change starts from another program than this
     * @throws InvalidProgramException when the result names something that it does not contain
     */
    public NodeProgram apply(ProgramChange change) {
        if (!change.isSnapshot() && !startsHere(change)) {
            throw new StaleDeltaException(stamp, change);
        }
        var base = change.isSnapshot() ? EMPTY : this;
        var content = change.content();
        var logging = change.logging();
        var enforcement = change.enforcement();
        var next = new NodeProgram(
                change.stamp(),
                merge(base.endpoints, content.endpoints(), EndpointProgram::pod),
                merge(base.subjects, content.subjects(), Subject::fingerprint),
                merge(base.identities, content.identities(), IdentityEntry::prefix),
                merge(base.cookies, content.cookies(), Cookie::fingerprint),
                logging == null ? base.logging : this.logging.followedBy(logging),
                enforcement == null ? base.enforcement : enforcement);
        next.check(content);
        return next;
    }

    /**
     * The program as changes that lead to it from nothing, none larger than a thousand entries: for who must not have all of it
     * in memory a second time.
     */
    public Stream<ProgramChange> pieces() {
        var none = ProgramChange.Content.NONE;
        return Stream.of(
                        Stream.of(new ProgramChange(stamp, 0, none, logging, enforcement)),
                        pieces(cookies, none::withCookies),
                        pieces(subjects, none::withSubjects),
                        pieces(endpoints, none::withEndpoints),
                        pieces(identities, none::withIdentities))
                .flatMap(Function.identity());
    }

    private <K, V> Stream<ProgramChange> pieces(
            PMap<K, V> map, Function<ProgramChange.Part<K, V>, ProgramChange.Content> content) {
        return map.values().stream()
                .gather(Gatherers.windowFixed(PIECE))
                .map(some -> piece(content.apply(new ProgramChange.Part<>(some, List.of()))));
    }

    private ProgramChange piece(ProgramChange.Content content) {
        return new ProgramChange(stamp, stamp.revision(), content, null);
    }

    private boolean startsHere(ProgramChange change) {
        return change.base() == stamp.revision() && change.stamp().session() == stamp.session();
    }

    private static <K, V> PMap<K, V> merge(PMap<K, V> base, ProgramChange.Part<K, V> part, Function<V, K> key) {
        var merged = base.minusAll(part.removed());
        for (var value : part.put()) {
            merged = merged.plus(key.apply(value), value);
        }
        return merged;
    }

    // What the change left alone was checked before: only what it put, and who relied on what it removed, can be wrong.
    private void check(ProgramChange.Content content) {
        checkSubjectsOf(content.endpoints().put());
        if (!content.subjects().removed().isEmpty()) {
            checkSubjectsOf(endpoints.values());
        }
        content.subjects().put().forEach(subject -> checkCookies(subject, cookies.keySet()));
        var removed = new HashSet<>(content.cookies().removed());
        removed.removeAll(cookies.keySet());
        if (!removed.isEmpty()) {
            subjects.values().forEach(subject -> checkNone(subject, removed));
        }
    }

    private void checkSubjectsOf(Collection<EndpointProgram> changed) {
        for (var endpoint : changed) {
            if (endpoints.get(endpoint.pod()) == endpoint && !subjects.containsKey(endpoint.subject())) {
                throw new InvalidProgramException(
                        "endpoint " + endpoint.pod() + " has a subject that is not in the program");
            }
        }
    }

    private void checkCookies(Subject subject, Set<Long> known) {
        for (var side : sides(subject)) {
            if (side.isolation().isolates() && !known.contains(side.isolation().cookie())) {
                throw new InvalidProgramException("an isolation cookie has no meaning in the program");
            }
            if (!known.containsAll(side.verdicts().values())) {
                throw new InvalidProgramException("a verdict's cookie has no meaning in the program");
            }
        }
    }

    private static void checkNone(Subject subject, Set<Long> removed) {
        for (var side : sides(subject)) {
            var isolates = side.isolation().isolates()
                    && removed.contains(side.isolation().cookie());
            if (isolates || side.verdicts().values().stream().anyMatch(removed::contains)) {
                throw new InvalidProgramException("a cookie was removed that a subject still names");
            }
        }
    }

    private static List<SubjectSide> sides(Subject subject) {
        return List.of(subject.side(Direction.INGRESS), subject.side(Direction.EGRESS));
    }
}
