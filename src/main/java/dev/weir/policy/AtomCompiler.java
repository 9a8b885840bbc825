package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Takes the rules of one direction apart into atoms. */
final class AtomCompiler {
    private final Peers peers;
    private final Direction direction;
    /** What the names in ingress rules mean on the pod that the subject stands for. */
    private final Map<PortName, SortedSet<Integer>> ownPorts;

    private final List<Atom> atoms = new ArrayList<>();

    private AtomCompiler(Peers peers, Direction direction, Map<PortName, SortedSet<Integer>> ownPorts) {
        this.peers = peers;
        this.direction = direction;
        this.ownPorts = ownPorts;
    }

    /** In the order of their keys; policies that do not judge in that direction have none. */
    static List<Atom> compile(Peers peers, SubjectKey subject, Direction direction) {
        AtomCompiler compiler = new AtomCompiler(peers, direction, subject.namedPorts());
        for (int i = 0; i < subject.selecting().size(); i++) {
            KnownPolicy known = subject.selecting().get(i);
            if (subject.judges(known, direction)) {
                compiler.addPolicy(i, known.policy());
            }
        }
        return compiler.atoms;
    }

    private void addPolicy(int position, NetworkPolicy policy) {
        List<Rule> rules = policy.rules(direction);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            PeerMatch match = peersOf(rule, policy.ref().namespace());
            Set<TransportPrefix> ports = portsOf(rule);
            if (!ports.isEmpty()) {
                atoms.add(new Atom(new Atom.Key(position, i, Atom.Key.NO_PORT), match, ports));
            }
            if (direction == Direction.EGRESS) {
                addResolvedPorts(position, i, rule, match);
            }
        }
    }

    private PeerMatch peersOf(Rule rule, String namespace) {
        if (rule.peers().isEmpty()) {
            return PeerMatch.EVERYONE;
        }
        boolean everyPod = false;
        List<PeerSet> sets = new ArrayList<>(rule.peers().size());
        for (Peer peer : rule.peers()) {
            if (PeerSets.isEveryPod(peer)) {
                everyPod = true;
            } else {
                sets.add(peers.set(peer, namespace));
            }
        }
        return new PeerMatch(false, everyPod, sets, List.of());
    }

    private Set<TransportPrefix> portsOf(Rule rule) {
        if (rule.ports().isEmpty()) {
            return Set.of(TransportPrefix.ANYTHING);
        }
        Set<TransportPrefix> prefixes = new LinkedHashSet<>();
        for (PolicyPort port : rule.ports()) {
            switch (port.match()) {
                case AnyPort any -> prefixes.addAll(prefixes(port.protocol(), PortRange.ALL));
                case NumberedPorts numbers -> prefixes.addAll(prefixes(port.protocol(), numbers.range()));
                case NamedPort named -> {
                    if (direction == Direction.INGRESS) {
                        PortName name = new PortName(named.name(), port.protocol());
                        ownPorts.getOrDefault(name, noNumbers())
                                .forEach(
                                        number -> prefixes.addAll(prefixes(port.protocol(), PortRange.single(number))));
                    }
                }
            }
        }
        return prefixes;
    }

    private static Collection<TransportPrefix> prefixes(Protocol protocol, PortRange range) {
        return range.prefixes().stream()
                .map(prefix -> new TransportPrefix(protocol.number(), prefix.port(), 8 + prefix.length()))
                .toList();
    }

    /** A name in an egress rule means another number on every peer, so the peers are sorted by what it means on them. */
    private void addResolvedPorts(int position, int index, Rule rule, PeerMatch match) {
        SortedMap<TransportPrefix, Set<Identity>> byNumber = new TreeMap<>();
        for (PolicyPort port : rule.ports()) {
            if (port.match() instanceof NamedPort named) {
                PortName name = new PortName(named.name(), port.protocol());
                for (Identity identity : peers.withPortName(name)) {
                    if (!match.matches(identity)) {
                        continue;
                    }
                    for (int number : identity.content().namedPorts().getOrDefault(name, noNumbers())) {
                        byNumber.computeIfAbsent(
                                        new TransportPrefix(port.protocol().number(), number, 24),
                                        unused -> new LinkedHashSet<>())
                                .add(identity);
                    }
                }
            }
        }
        byNumber.forEach((number, matching) -> atoms.add(new Atom(
                new Atom.Key(position, index, number.protocol() << 16 | number.port()),
                PeerMatch.only(List.copyOf(matching)),
                Set.of(number))));
    }

    private static SortedSet<Integer> noNumbers() {
        return Collections.emptySortedSet();
    }
}
