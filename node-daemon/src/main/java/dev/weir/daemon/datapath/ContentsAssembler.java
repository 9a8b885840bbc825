package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.DesiredContents.Placement;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.program.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Program to map contents. It follows one program to the next, so that a change costs what it changes; {@link #assemble} costs
 * everything and can begin anywhere.
 */
final class ContentsAssembler {
    private final IdTable ids;
    private IdentityKinds kinds;

    ContentsAssembler(IdTable ids) {
        this.ids = ids;
        kinds = new IdentityKinds(NodeProgram.EMPTY);
    }

    /**
     * Everything, and from here on this program is the one that {@link #change} starts from.
     *
     * @param interfaces the interface of each endpoint address that has one; an address without stays closed
     */
    DesiredContents assemble(NodeProgram program, Map<Address, Integer> interfaces) {
        kinds = new IdentityKinds(program);
        var identities = new HashMap<Prefix, Integer>();
        identities.put(Prefix.ALL_IPV4, identityOfAllIpv4(program));
        program.identities().forEach((prefix, entry) -> identities.put(prefix, identity(entry)));
        var subjects = new SubjectContents(ids);
        program.subjects().values().forEach(subject -> subjects.add(subject, kinds));
        return new DesiredContents(
                placements(program, interfaces),
                identities,
                subjects.subjects,
                subjects.peerClasses,
                subjects.portClasses,
                subjects.verdicts);
    }

    // Without this entry an ipBlock ::/0 would cover the mapped IPv4 addresses.
    private int identityOfAllIpv4(NodeProgram program) {
        var entry = program.identities().get(Prefix.ALL_IPV4);
        return entry == null ? SubjectContents.identity(ids, IdentityKind.OUTSIDE, 0) : identity(entry);
    }

    private int identity(IdentityEntry entry) {
        return SubjectContents.identity(ids, entry.kind(), entry.identity());
    }

    /**
     * What the step from one program to the next means in the maps. When it is not carried out, the next call must be
     * {@link #assemble}.
     */
    ContentsChange change(
            NodeProgram before, NodeProgram next, ProgramChange.Content content, Map<Address, Integer> interfaces) {
        var touched = touched(content.subjects(), Subject::fingerprint);
        var old = subjects(before, touched);
        var prefixes = touched(content.identities(), IdentityEntry::prefix);
        var otherKinds = kinds.follow(before, next, prefixes);
        var fresh = subjects(next, touched);
        var peerClasses = TableChange.between(old.peerClasses, fresh.peerClasses);
        addOtherKinds(peerClasses, next, touched, otherKinds);
        return new ContentsChange(
                new TableChange<>(placements(next, interfaces), Set.of()),
                identities(next, prefixes),
                TableChange.between(old.subjects, fresh.subjects),
                peerClasses,
                TableChange.between(old.portClasses, fresh.portClasses),
                TableChange.between(old.verdicts, fresh.verdicts));
    }

    private static <K, V> Set<K> touched(Part<K, V> part, java.util.function.Function<V, K> key) {
        var keys = new HashSet<>(part.removed());
        part.put().forEach(value -> keys.add(key.apply(value)));
        return keys;
    }

    private SubjectContents subjects(NodeProgram program, Set<Long> fingerprints) {
        var contents = new SubjectContents(ids);
        for (var fingerprint : fingerprints) {
            var subject = program.subjects().get(fingerprint);
            if (subject != null) {
                contents.add(subject, kinds);
            }
        }
        return contents;
    }

    // An identity that has its first address of a kind, or lost its last, means entries in every subject that tells it
    // apart.
    private void addOtherKinds(
            TableChange<PeerClassKey, Integer> change, NodeProgram next, Set<Long> touched, Set<Long> otherKinds) {
        if (otherKinds.isEmpty()) {
            return;
        }
        var contents = new SubjectContents(ids);
        for (var subject : next.subjects().values()) {
            if (!touched.contains(subject.fingerprint())) {
                for (var identity : otherKinds) {
                    var entries = contents.peerClasses(subject, identity, kinds);
                    change.wanted().putAll(entries.wanted());
                    change.gone().addAll(entries.gone());
                }
            }
        }
    }

    private TableChange<Prefix, Integer> identities(NodeProgram next, Set<Prefix> prefixes) {
        var change = new TableChange<Prefix, Integer>(new HashMap<>(), new HashSet<>());
        for (var prefix : prefixes) {
            var entry = next.identities().get(prefix);
            if (entry != null) {
                change.wanted().put(prefix, identity(entry));
            } else if (prefix.equals(Prefix.ALL_IPV4)) {
                change.wanted().put(prefix, identityOfAllIpv4(next));
            } else {
                change.gone().add(prefix);
            }
        }
        return change;
    }

    private Map<Address, Placement> placements(NodeProgram program, Map<Address, Integer> interfaces) {
        var placements = new HashMap<Address, Placement>();
        for (var endpoint : program.endpoints().values()) {
            var subject = ids.intern(Kind.SUBJECT, endpoint.subject());
            for (var address : endpoint.addresses()) {
                @Nullable Integer ifindex = interfaces.get(address);
                if (ifindex != null) {
                    placements.put(address, new Placement(ifindex, subject));
                }
            }
        }
        return placements;
    }
}
