package dev.weir.daemon.count;

import dev.weir.daemon.count.Counts.NamespaceCount;
import dev.weir.daemon.count.Counts.PolicyCount;
import dev.weir.daemon.count.Counts.Tally;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PolicyRef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What each policy, each rule and each namespace came to. */
final class VerdictTable {
    /** How long a policy that left the node is remembered after the last time it counted. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private record PolicyKey(PolicyRef policy, Direction direction) {}

    private record NamespaceKey(String namespace, Direction direction) {}

    private final Entries<PolicyKey, PolicyCount> policies = new Entries<>();
    private final Entries<NamespaceKey, NamespaceCount> namespaces = new Entries<>();

    void restore(Counts saved) {
        saved.policies().forEach(count -> policies.put(new PolicyKey(count.policy(), count.direction()), count, 1));
        saved.namespaces()
                .forEach(count -> namespaces.put(new NamespaceKey(count.namespace(), count.direction()), count, 1));
    }

    /** These policies are in force: from now on their rules, as they are now, are counted. */
    void inForce(Collection<Cookie> cookies, Mark mark) {
        var current = new HashSet<PolicyKey>();
        for (var cookie : cookies) {
            for (var match : cookie.policies()) {
                var key = new PolicyKey(match.ref(), cookie.direction());
                if (current.add(key)) {
                    begin(key, match.content(), mark);
                }
            }
        }
        forget(current, mark);
    }

    private void begin(PolicyKey key, long content, Mark mark) {
        var known = policies.get(key);
        if (known == null || known.content() != content) {
            var before = known == null ? empty(key, mark) : known;
            policies.put(key, before.withContent(content, mark.now()), mark.version());
        }
    }

    private static PolicyCount empty(PolicyKey key, Mark mark) {
        return new PolicyCount(key.policy, key.direction, Tally.ZERO, 0, mark.now(), Map.of());
    }

    private void forget(Set<PolicyKey> current, Mark mark) {
        var limit = mark.now().minus(REMEMBERED);
        policies.removeIf(
                count -> !current.contains(new PolicyKey(count.policy(), count.direction()))
                        && count.contentSince().isBefore(limit)
                        && count.tally().isQuietSince(limit),
                mark.version());
    }

    void add(Cookie cookie, Verdict verdict, long count, Mark mark) {
        var direction = cookie.direction();
        var alone = cookie.policies().stream()
                        .mapToInt(match -> match.rules().size())
                        .sum()
                == 1;
        for (var match : cookie.policies()) {
            var key = new PolicyKey(match.ref(), direction);
            var before = policies.get(key);
            var next = (before == null ? empty(key, mark).withContent(match.content(), mark.now()) : before)
                    .plus(verdict, count, mark.now());
            policies.put(key, admitted(next, match, verdict, alone, count, mark), mark.version());
        }
        if (!cookie.policies().isEmpty()) {
            add(cookie.policies().getFirst().namespace(), direction, verdict, count, mark);
        }
    }

    // The rules of an edited policy are others: what came of the old ones stands in its total alone.
    private static PolicyCount admitted(
            PolicyCount policy, PolicyMatch match, Verdict verdict, boolean alone, long count, Mark mark) {
        return verdict == Verdict.ALLOWED && match.content() == policy.content()
                ? policy.admitted(match.rules(), alone, count, mark.now())
                : policy;
    }

    // A policy selects pods of its own namespace, so all policies of a cookie are of one.
    private void add(String namespace, Direction direction, Verdict verdict, long count, Mark mark) {
        var key = new NamespaceKey(namespace, direction);
        var known = namespaces.get(key);
        var before = known == null
                ? new NamespaceCount(namespace, direction, Tally.ZERO, Series.EMPTY, Series.EMPTY)
                : known;
        namespaces.put(key, before.plus(verdict, count, mark.now()), mark.version());
    }

    Entries<?, PolicyCount> policies() {
        return policies;
    }

    Entries<?, NamespaceCount> namespaces() {
        return namespaces;
    }

    long total(Direction direction, Verdict verdict) {
        return namespaces.values().stream()
                .filter(count -> count.direction() == direction)
                .mapToLong(count -> count.tally().of(verdict).count())
                .sum();
    }
}
