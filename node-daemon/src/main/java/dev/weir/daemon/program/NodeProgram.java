package dev.weir.daemon.program;

import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Prefix;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Everything this node must enforce, at a revision. Immutable; its maps share what a change left alone. */
public record NodeProgram(
        ProgramStamp stamp,
        Map<PodRef, EndpointProgram> endpoints,
        Map<Long, Subject> subjects,
        Map<Prefix, IdentityEntry> identities,
        Map<Long, Cookie> cookies,
        LoggingSettings logging) {
    /** Before any server was heard: no pod is programmed, so every pod is closed. */
    public static final NodeProgram EMPTY =
            new NodeProgram(ProgramStamp.NONE, Map.of(), Map.of(), Map.of(), Map.of(), LoggingSettings.OFF);

    public NodeProgram {
        endpoints = Collections.unmodifiableMap(endpoints);
        subjects = Collections.unmodifiableMap(subjects);
        identities = Collections.unmodifiableMap(identities);
        cookies = Collections.unmodifiableMap(cookies);
    }

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
        var next = new NodeProgram(
                change.stamp(),
                merge(base.endpoints, content.endpoints(), EndpointProgram::pod),
                merge(base.subjects, content.subjects(), Subject::fingerprint),
                merge(base.identities, content.identities(), IdentityEntry::prefix),
                merge(base.cookies, content.cookies(), Cookie::fingerprint),
                logging == null ? base.logging : logging);
        next.check();
        return next;
    }

    private boolean startsHere(ProgramChange change) {
        return change.base() == stamp.revision() && change.stamp().session() == stamp.session();
    }

    private static <K, V> Map<K, V> merge(Map<K, V> base, ProgramChange.Part<K, V> part, Function<V, K> key) {
        if (part.isEmpty()) {
            return base;
        }
        var merged = new HashMap<K, V>(base);
        part.removed().forEach(merged::remove);
        part.put().forEach(value -> merged.put(key.apply(value), value));
        return merged;
    }

    private void check() {
        for (var endpoint : endpoints.values()) {
            if (!subjects.containsKey(endpoint.subject())) {
                throw new InvalidProgramException(
                        "endpoint " + endpoint.pod() + " has a subject that is not in the program");
            }
        }
        for (var subject : subjects.values()) {
            for (var direction : Direction.values()) {
                checkCookies(subject.side(direction));
            }
        }
    }

    private void checkCookies(SubjectSide side) {
        if (side.isolation().isolated() && !cookies.containsKey(side.isolation().cookie())) {
            throw new InvalidProgramException("an isolation cookie has no meaning in the program");
        }
        for (var cookie : side.verdicts().values()) {
            if (!cookies.containsKey(cookie)) {
                throw new InvalidProgramException("a verdict's cookie has no meaning in the program");
            }
        }
    }
}
