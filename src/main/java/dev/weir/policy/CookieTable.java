package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.program.Cookie;
import dev.weir.program.Cookie.PolicyMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cookies of one subject's side. */
final class CookieTable {
    private static final String KIND = "NetworkPolicy";

    private final SubjectKey subject;
    private final Direction direction;
    private final Map<List<PolicyMatch>, Cookie> cookies = new HashMap<>();
    private final Map<PolicyRef, Long> contents = new HashMap<>();

    CookieTable(SubjectKey subject, Direction direction) {
        this.subject = subject;
        this.direction = direction;
    }

    /** Names every policy that isolates. */
    long isolation() {
        return named(subject.judging(direction).stream()
                .map(policy -> match(policy, List.of()))
                .toList());
    }

    /** Names every policy with an atom in the set, and by which rules. */
    long admission(BitSet set, List<Atom> atoms) {
        SortedMap<Integer, SortedSet<Integer>> rulesByPolicy = new TreeMap<>();
        set.stream()
                .mapToObj(atoms::get)
                .map(Atom::key)
                .forEach(key -> rulesByPolicy
                        .computeIfAbsent(key.policy(), unused -> new TreeSet<>())
                        .add(key.rule()));
        List<PolicyMatch> matches = new ArrayList<>();
        rulesByPolicy.forEach(
                (policy, rules) -> matches.add(match(subject.selecting().get(policy), List.copyOf(rules))));
        return named(matches);
    }

    private PolicyMatch match(KnownPolicy known, List<Integer> rules) {
        NetworkPolicy policy = known.policy();
        long content = contents.computeIfAbsent(
                policy.ref(), unused -> RulesContent.fingerprint(policy, known.mode(), direction));
        return new PolicyMatch(KIND, policy.ref().namespace(), policy.ref().name(), rules, content);
    }

    private long named(List<PolicyMatch> matches) {
        return cookies.computeIfAbsent(
                        matches,
                        unused -> new Cookie(Fingerprints.of(canonical(matches)).fingerprint(), direction, matches))
                .fingerprint();
    }

    private CanonicalContent canonical(List<PolicyMatch> matches) {
        CanonicalContent content =
                new CanonicalContent("cookie").add(direction.name()).add(matches.size());
        for (PolicyMatch match : matches) {
            content.add(match.kind())
                    .add(match.namespace())
                    .add(match.name())
                    .add(match.rules().toString())
                    .add(match.content());
        }
        return content;
    }

    List<Cookie> all() {
        return List.copyOf(cookies.values());
    }
}
