package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.EndpointReading.Peer;
import dev.weir.daemon.datapath.EndpointReading.Rest;
import dev.weir.daemon.datapath.EndpointReading.Row;
import dev.weir.daemon.datapath.EndpointReading.Side;
import dev.weir.daemon.datapath.EndpointReading.SubjectInMaps;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.SubjectDefaults;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads what the kernel enforces for one pod. It asks the maps and nothing else: a row that the program does not know is found, and one that
 * it should have and that is not there is missed. For one reading.
 */
final class EndpointReader {
    private static final int IDENTITY_NUMBER = (1 << Abi.IDENTITY_KIND_SHIFT) - 1;

    private final Datapath datapath;
    private final int most;
    private long leftOut;

    /** @param most entries of each map that are told */
    EndpointReader(Datapath datapath, int most) {
        this.datapath = datapath;
        this.most = most;
    }

    /** What was read, before the ids are given their meaning. */
    private record Entries(
            Map<Address, EndpointEntry> rows,
            Map<Integer, SubjectEntry> subjects,
            Map<PeerClassKey, Integer> peers,
            Map<PortClassKey, Integer> ports,
            Map<VerdictKey, Integer> verdicts) {}

    EndpointReading read(Set<Address> addresses, NodeProgram program, IdTable ids, Map<Integer, String> interfaces) {
        var rows = rows(addresses);
        var subjects = rows.values().stream().map(EndpointEntry::subject).collect(Collectors.toSet());
        var entries = new Entries(
                rows,
                some(Table.SUBJECT, subjects::contains),
                some(Table.PEER_CLASS, key -> subjects.contains(key.subject())),
                some(Table.PORT_CLASS, key -> subjects.contains(key.subject())),
                some(Table.VERDICT, key -> subjects.contains(key.subject())));
        var meanings = new Meanings(ids, wanted(entries));
        var tables = rows.values().stream().map(EndpointEntry::identityTable).collect(Collectors.toSet());
        return new EndpointReading(
                program.revision(),
                rows.entrySet().stream()
                        .map(row -> row(row.getKey(), row.getValue(), interfaces, meanings))
                        .toList(),
                entries.subjects.entrySet().stream()
                        .map(entry -> subject(entry.getKey(), entry.getValue(), entries, meanings))
                        .toList(),
                new IdentityComparison(program, ids).of(datapath, tables),
                new Rest(meanings.unnamed(), leftOut));
    }

    private Map<Address, EndpointEntry> rows(Set<Address> addresses) {
        var all = datapath.read(Table.ENDPOINT);
        var places = new HashSet<Integer>();
        all.forEach((address, entry) -> {
            if (addresses.contains(address)) {
                places.add(entry.ifindex());
            }
        });
        var rows = new TreeMap<Address, EndpointEntry>();
        all.forEach((address, entry) -> {
            if (addresses.contains(address) || places.contains(entry.ifindex())) {
                rows.put(address, entry);
            }
        });
        return rows;
    }

    private <K, V> Map<K, V> some(Table<K, V> table, Predicate<K> wanted) {
        var entries = new HashMap<K, V>();
        datapath.forEach(table, (key, value) -> {
            if (wanted.test(key)) {
                if (entries.size() < most) {
                    entries.put(key, value);
                } else {
                    leftOut++;
                }
            }
        });
        return entries;
    }

    private static Meanings.Wanted wanted(Entries entries) {
        var wanted = new Meanings.Wanted();
        entries.rows.values().forEach(row -> wanted.add(Kind.SUBJECT, row.subject()));
        entries.subjects.values().forEach(subject -> {
            for (var direction : Direction.values()) {
                var side = Subjects.side(subject, direction);
                wanted.add(Kind.COOKIE, side.isolationCookie())
                        .add(Kind.CLASS, side.defaultPodClass())
                        .add(Kind.CLASS, side.defaultOutsideClass());
            }
        });
        entries.peers.forEach((key, peerClass) ->
                wanted.add(Kind.IDENTITY, key.identity() & IDENTITY_NUMBER).add(Kind.CLASS, peerClass));
        entries.ports.values().forEach(portClass -> wanted.add(Kind.CLASS, portClass));
        entries.verdicts.forEach((key, cookie) -> wanted.add(Kind.CLASS, key.peerClass())
                .add(Kind.CLASS, key.portClass())
                .add(Kind.COOKIE, cookie));
        return wanted;
    }

    private static Row row(Address address, EndpointEntry entry, Map<Integer, String> interfaces, Meanings meanings) {
        return new Row(
                address,
                interfaces.getOrDefault(entry.ifindex(), ""),
                meanings.of(Kind.SUBJECT, entry.subject(), "endpoint_map: " + address),
                entry.revision());
    }

    private static SubjectInMaps subject(int id, SubjectEntry entry, Entries entries, Meanings meanings) {
        return new SubjectInMaps(
                meanings.of(Kind.SUBJECT, id, "subject_map"),
                side(id, Direction.INGRESS, entry.ingress(), entries, meanings),
                side(id, Direction.EGRESS, entry.egress(), entries, meanings));
    }

    private static Side side(
            int subject, Direction direction, SubjectDefaults defaults, Entries entries, Meanings meanings) {
        return new Side(
                isolation(defaults, meanings),
                peers(entries.peers, key -> key.subject() == subject && key.direction() == direction, meanings),
                ports(entries.ports, key -> key.subject() == subject && key.direction() == direction, meanings),
                verdicts(entries.verdicts, key -> key.subject() == subject && key.direction() == direction, meanings));
    }

    private static Isolation isolation(SubjectDefaults defaults, Meanings meanings) {
        return new Isolation(
                mode(defaults.isolationMode()),
                meanings.of(Kind.COOKIE, defaults.isolationCookie(), defaults),
                meanings.of(Kind.CLASS, defaults.defaultPodClass(), defaults),
                meanings.of(Kind.CLASS, defaults.defaultOutsideClass(), defaults));
    }

    // As the datapath takes it: what it does not know is enforced.
    private static IsolationMode mode(int number) {
        for (var mode : IsolationMode.values()) {
            if (mode.number() == number) {
                return mode;
            }
        }
        return IsolationMode.ENFORCED;
    }

    private static Map<Peer, Long> peers(
            Map<PeerClassKey, Integer> entries, Predicate<PeerClassKey> ofSide, Meanings meanings) {
        var peers = new HashMap<Peer, Long>();
        entries.forEach((key, id) -> {
            if (ofSide.test(key)) {
                var identity = meanings.find(Kind.IDENTITY, key.identity() & IDENTITY_NUMBER, key);
                var peerClass = meanings.find(Kind.CLASS, id, key);
                if (identity != null && peerClass != null) {
                    peers.put(new Peer(identity, SubjectContents.kind(key.identity())), peerClass);
                }
            }
        });
        return peers;
    }

    private static Map<PortPrefix, Long> ports(
            Map<PortClassKey, Integer> entries, Predicate<PortClassKey> ofSide, Meanings meanings) {
        var ports = new HashMap<PortPrefix, Long>();
        entries.forEach((key, id) -> {
            var portClass = ofSide.test(key) ? meanings.find(Kind.CLASS, id, key) : null;
            if (portClass != null) {
                ports.put(SubjectContents.ports(key), portClass);
            }
        });
        return ports;
    }

    private static Map<ClassPair, Long> verdicts(
            Map<VerdictKey, Integer> entries, Predicate<VerdictKey> ofSide, Meanings meanings) {
        var verdicts = new HashMap<ClassPair, Long>();
        entries.forEach((key, id) -> {
            if (ofSide.test(key)) {
                var peerClass = meanings.find(Kind.CLASS, key.peerClass(), key);
                var portClass = meanings.find(Kind.CLASS, key.portClass(), key);
                var cookie = meanings.find(Kind.COOKIE, id, key);
                if (peerClass != null && portClass != null && cookie != null) {
                    verdicts.put(new ClassPair(peerClass, portClass), cookie);
                }
            }
        });
        return verdicts;
    }
}
