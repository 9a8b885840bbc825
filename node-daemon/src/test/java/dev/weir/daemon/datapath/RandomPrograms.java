package dev.weir.daemon.datapath;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.EnforcementSettings;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;

/**
 * Programs as a compiler would make them, over a small world that changes: pods with labels, nested address ranges, rules that
 * mention both. Fingerprints are names of content, as in the protocol; which class is the default is up to chance.
 */
final class RandomPrograms {
    static final List<Address> PODS = addresses("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.1.1", "10.0.1.2", "fd00::1");
    static final List<Address> OUTSIDE =
            addresses("203.0.113.1", "203.0.113.200", "198.51.100.1", "2001:db8::1", "10.0.1.99");
    private static final List<Prefix> REGIONS = List.of(
            Prefix.parse("0.0.0.0/0"),
            Prefix.parse("203.0.113.0/24"),
            Prefix.parse("203.0.113.128/25"),
            Prefix.parse("10.0.0.0/16"),
            Prefix.parse("10.0.1.0/24"),
            Prefix.parse("::/0"));
    private static final List<PortPrefix> PORTS =
            List.of(PortPrefix.ANY, new PortPrefix(6, 0, 8), new PortPrefix(6, 80, 24), new PortPrefix(17, 52, 22));

    private final Random random;
    private final Map<Address, Integer> labels = new HashMap<>();
    private final Map<Address, List<Rule>> policies = new HashMap<>();
    private long revision;

    /** @param peer a label, or a region as {@code 100 + index} */
    private record Rule(Direction direction, int peer, PortPrefix ports) {}

    RandomPrograms(Random random) {
        this.random = random;
        PODS.forEach(pod -> labels.put(pod, random.nextInt(3)));
    }

    private static List<Address> addresses(String... texts) {
        return List.of(texts).stream().map(Address::parse).toList();
    }

    NodeProgram next() {
        for (var changes = 1 + random.nextInt(3); changes > 0; changes--) {
            change(PODS.get(random.nextInt(PODS.size())));
        }
        return program();
    }

    private void change(Address pod) {
        switch (random.nextInt(4)) {
            case 0 -> labels.put(pod, random.nextInt(3));
            case 1 -> policies.remove(pod);
            case 2 -> labels.remove(pod);
            default -> {
                labels.putIfAbsent(pod, random.nextInt(3));
                policies.computeIfAbsent(pod, any -> new ArrayList<>()).add(rule());
            }
        }
    }

    private Rule rule() {
        var peer = random.nextBoolean() ? random.nextInt(3) : 100 + random.nextInt(REGIONS.size());
        return new Rule(Direction.of(random.nextInt(2)), peer, PORTS.get(random.nextInt(PORTS.size())));
    }

    private NodeProgram program() {
        var endpoints = new HashMap<PodRef, EndpointProgram>();
        var subjects = new HashMap<Long, Subject>();
        var cookies = new HashMap<Long, Cookie>();
        var identities = identities();
        for (var pod : PODS) {
            if (labels.containsKey(pod)) {
                var subject = subject(policies.getOrDefault(pod, List.of()), identities, cookies);
                subjects.put(subject.fingerprint(), subject);
                var ref = new PodRef("world", pod.toString());
                endpoints.put(ref, new EndpointProgram(ref, "", List.of(pod), subject.fingerprint()));
            }
        }
        return new NodeProgram(
                new ProgramStamp(1, ++revision),
                HashTreePMap.from(endpoints),
                HashTreePMap.from(subjects),
                HashTreePMap.from(identities),
                HashTreePMap.from(cookies),
                LoggingSettings.OFF,
                EnforcementSettings.DEFAULT);
    }

    private Map<Prefix, IdentityEntry> identities() {
        var mentioned = policies.values().stream()
                .flatMap(List::stream)
                .map(Rule::peer)
                .filter(peer -> peer >= 100)
                .map(peer -> REGIONS.get(peer - 100))
                .collect(Collectors.toSet());
        var entries = new HashMap<Prefix, IdentityEntry>();
        for (var region : mentioned) {
            var content = content(-1, region, mentioned);
            entries.put(region, new IdentityEntry(region, name(content), IdentityKind.OUTSIDE, null));
        }
        labels.forEach((pod, label) -> {
            var content = content(label, Prefix.of(pod), mentioned);
            entries.put(Prefix.of(pod), new IdentityEntry(Prefix.of(pod), name(content), IdentityKind.POD, null));
        });
        return entries;
    }

    // An identity is a label and the regions that cover it.
    private static TreeSet<Integer> content(int label, Prefix prefix, Set<Prefix> mentioned) {
        var content = new TreeSet<Integer>();
        if (label >= 0) {
            content.add(label);
        }
        for (var region : mentioned) {
            var sameFamily = region.address().isIpv4() == prefix.address().isIpv4();
            if (sameFamily && region.length() <= prefix.length() && region.contains(prefix.address())) {
                content.add(100 + REGIONS.indexOf(region));
            }
        }
        CONTENTS.put(name(content), Set.copyOf(content));
        return content;
    }

    private static final Map<Long, Set<Integer>> CONTENTS = new HashMap<>();

    private static long name(Object content) {
        var hash = 1469598103934665603L;
        for (var letter : content.toString().toCharArray()) {
            hash = (hash ^ letter) * 1099511628211L;
        }
        return hash;
    }

    private Subject subject(List<Rule> rules, Map<Prefix, IdentityEntry> identities, Map<Long, Cookie> cookies) {
        return new Subject(
                name("subject" + rules),
                side(Direction.INGRESS, rules, identities, cookies),
                side(Direction.EGRESS, rules, identities, cookies));
    }

    private SubjectSide side(
            Direction direction, List<Rule> all, Map<Prefix, IdentityEntry> identities, Map<Long, Cookie> cookies) {
        var rules = all.stream()
                .filter(rule -> rule.direction == direction)
                .distinct()
                .toList();
        if (rules.isEmpty()) {
            return SubjectSide.OPEN;
        }
        // Of the content, because a name's meaning never changes.
        var mode = name("mode" + rules) % 3 == 0 ? IsolationMode.SHADOW : IsolationMode.ENFORCED;
        var peers = new HashMap<Long, List<Rule>>();
        identities.values().forEach(entry -> peers.put(entry.identity(), matching(rules, entry.identity())));
        peers.put(0L, List.of());
        var ports = new HashMap<PortPrefix, List<Rule>>();
        rules.forEach(rule -> ports.put(
                rule.ports,
                rules.stream().filter(other -> covers(other.ports, rule.ports)).toList()));
        var verdicts = new HashMap<ClassPair, Long>();
        peers.values()
                .forEach(peer -> ports.values().forEach(port -> {
                    var both = peer.stream().filter(port::contains).toList();
                    if (!both.isEmpty()) {
                        verdicts.put(
                                new ClassPair(classOf(peer), classOf(port)),
                                cookie("admits", direction, both, cookies));
                    }
                }));
        var isolation = new Isolation(
                mode,
                cookie("isolates", direction, rules, cookies),
                aClass(peers, identities, true),
                aClass(peers, identities, false));
        return new SubjectSide(isolation, explicit(peers, identities, isolation), classes(ports), verdicts);
    }

    private static List<Rule> matching(List<Rule> rules, long identity) {
        return rules.stream()
                .filter(rule -> CONTENTS.getOrDefault(identity, Set.of()).contains(rule.peer))
                .toList();
    }

    private static boolean covers(PortPrefix wide, PortPrefix narrow) {
        return wide.length() <= narrow.length() && wide.covers(narrow.protocol(), narrow.port());
    }

    // Class 0 is "no rule".
    private static long classOf(List<Rule> rules) {
        return rules.isEmpty() ? 0 : name("class" + rules);
    }

    private long aClass(Map<Long, List<Rule>> peers, Map<Prefix, IdentityEntry> identities, boolean pods) {
        var candidates = identities.values().stream()
                .filter(entry -> (entry.kind() == IdentityKind.POD) == pods)
                .map(entry -> classOf(peers.getOrDefault(entry.identity(), List.of())))
                .toList();
        return candidates.isEmpty() ? 0 : candidates.get(random.nextInt(candidates.size()));
    }

    private static Map<Long, Long> explicit(
            Map<Long, List<Rule>> peers, Map<Prefix, IdentityEntry> identities, Isolation isolation) {
        var entries = new HashMap<Long, Long>();
        peers.forEach((identity, rules) -> {
            if (classOf(rules) != isolation.defaultPodClass() || classOf(rules) != isolation.defaultOutsideClass()) {
                entries.put(identity, classOf(rules));
            }
        });
        return entries;
    }

    private static Map<PortPrefix, Long> classes(Map<PortPrefix, List<Rule>> ports) {
        var classes = new HashMap<PortPrefix, Long>();
        ports.forEach((prefix, rules) -> classes.put(prefix, classOf(rules)));
        return classes;
    }

    private static long cookie(String verb, Direction direction, List<Rule> rules, Map<Long, Cookie> cookies) {
        var fingerprint = name(verb + rules);
        var match = new PolicyMatch("NetworkPolicy", "world", rules.toString(), List.of());
        cookies.put(fingerprint, new Cookie(fingerprint, direction, List.of(match)));
        return fingerprint;
    }
}
