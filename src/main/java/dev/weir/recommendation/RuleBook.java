package dev.weir.recommendation;

import dev.weir.cluster.Peer;
import dev.weir.cluster.Rule;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one direction of a policy is to admit, and the fewest rules that admit exactly that. */
final class RuleBook {
    /** More than these ranges of addresses nobody reads, and they are not all: who comes from there tomorrow comes from others. */
    static final int MOST_BLOCKS = 64;

    private static final Comparator<SortedSet<Door>> BY_DOORS = Comparator.comparing(Object::toString);

    private final Map<Peer, SortedSet<Door>> pods = new HashMap<>();
    private final SortedMap<IpAddress, SortedSet<Door>> addresses = new TreeMap<>();

    /** Pods of the own namespace stand first. */
    private static String order(Peer peer) {
        return (peer instanceof Peer.PodPeer ? "0" : "1") + peer;
    }

    void add(Peer peer, Door door) {
        pods.computeIfAbsent(peer, unused -> new TreeSet<>()).add(door);
    }

    void add(IpAddress address, Door door) {
        addresses.computeIfAbsent(address, unused -> new TreeSet<>()).add(door);
    }

    /** Peers with the same ports share a rule. */
    List<Rule> rules() {
        SortedMap<SortedSet<Door>, List<Peer>> byDoors = new TreeMap<>(BY_DOORS);
        // Ordered once and here: there is a peer for each workload that talks to it, and their words are long.
        SortedMap<String, Map.Entry<Peer, SortedSet<Door>>> ordered = new TreeMap<>();
        pods.entrySet().forEach(pod -> ordered.put(order(pod.getKey()), pod));
        ordered.values()
                .forEach(pod -> byDoors.computeIfAbsent(pod.getValue(), unused -> new ArrayList<>())
                        .add(pod.getKey()));
        byDoors(addresses).forEach((doors, same) -> {
            List<IpPrefix> blocks = Blocks.exact(same);
            if (blocks.size() <= MOST_BLOCKS) {
                List<Peer> peers = byDoors.computeIfAbsent(doors, unused -> new ArrayList<>());
                blocks.forEach(block -> peers.add(new Peer.IpBlockPeer(block, List.of())));
            }
        });
        List<Rule> rules = new ArrayList<>();
        byDoors.forEach((doors, peers) -> rules.add(new Rule(peers, Door.ports(doors))));
        return rules;
    }

    /** Addresses for which there is no rule, because there are so many of them. */
    NavigableSet<IpAddress> crowd() {
        NavigableSet<IpAddress> crowd = new TreeSet<>();
        byDoors(addresses).values().stream()
                .filter(same -> Blocks.exact(same).size() > MOST_BLOCKS)
                .forEach(crowd::addAll);
        return crowd;
    }

    private static Map<SortedSet<Door>, List<IpAddress>> byDoors(SortedMap<IpAddress, SortedSet<Door>> addresses) {
        Map<SortedSet<Door>, List<IpAddress>> byDoors = new TreeMap<>(BY_DOORS);
        addresses.forEach((address, doors) ->
                byDoors.computeIfAbsent(doors, unused -> new ArrayList<>()).add(address));
        return byDoors;
    }
}
