package dev.weir.policy;

import dev.weir.cluster.NodeName;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityKind;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.PeerClass;
import dev.weir.program.TableDelta;
import dev.weir.table.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the programs of two compilations: for each node, whether some address comes to another class. */
final class ConcernFinder {
    private final Set<Step> steps = new HashSet<>();
    private final Map<SubjectProgram, Boolean> tellsApart = new HashMap<>();

    /** The identities of one address before and after. */
    private record Step(Side before, Side after) {}

    private record Side(long identity, boolean pod) {}

    private ConcernFinder(Table<IpPrefix, IdentityEntry> before, Table<IpPrefix, IdentityEntry> after) {
        TableDelta<IpPrefix, IdentityEntry> delta = TableDelta.between(before, after);
        Set<IpPrefix> changed = new TreeSet<>(delta.removed());
        delta.changed().forEach(entry -> changed.add(entry.prefix()));
        changed.forEach(prefix -> steps.add(new Step(around(prefix, before), around(prefix, after))));
    }

    static Concerns between(@Nullable Compilation before, NodeProgram ofNoPods, Map<NodeName, NodeProgram> after) {
        if (before == null || !before.ofNoPods().logging().equals(ofNoPods.logging())) {
            return Concerns.EVERYTHING;
        }
        Table<IpPrefix, IdentityEntry> identities = before.ofNoPods().identities();
        ConcernFinder finder = new ConcernFinder(identities, ofNoPods.identities());
        Set<NodeName> nodes = new HashSet<>(before.nodes());
        nodes.addAll(after.keySet());
        Set<NodeName> enforcement = new HashSet<>();
        for (NodeName node : nodes) {
            if (finder.changes(before.program(node), after.getOrDefault(node, ofNoPods))) {
                enforcement.add(node);
            }
        }
        return new Concerns(false, enforcement, !identities.equals(ofNoPods.identities()));
    }

    private boolean changes(NodeProgram before, NodeProgram after) {
        return !before.endpoints().equals(after.endpoints())
                || !before.subjects().equals(after.subjects())
                || !before.cookies().equals(after.cookies())
                || after.subjects().values().stream().anyMatch(this::tellsApart);
    }

    private boolean tellsApart(SubjectProgram subject) {
        return tellsApart.computeIfAbsent(
                subject,
                one -> steps.stream()
                        .anyMatch(step -> tellsApart(one.ingress(), step) || tellsApart(one.egress(), step)));
    }

    private static boolean tellsApart(SubjectSide side, Step step) {
        return side.isolated() && classOf(side, step.before()) != classOf(side, step.after());
    }

    private static long classOf(SubjectSide side, Side peer) {
        for (PeerClass entry : side.peerClasses()) {
            if (entry.identity() == peer.identity()) {
                return entry.peerClass();
            }
        }
        return peer.pod() ? side.defaultPodClass() : side.defaultOutsideClass();
    }

    /** The longest prefix of the table around this one decides. */
    private static Side around(IpPrefix prefix, Table<IpPrefix, IdentityEntry> table) {
        IpPrefix wider = prefix;
        IdentityEntry entry = table.get(wider);
        while (entry == null && wider.length() > 0) {
            wider = wider.parent();
            entry = table.get(wider);
        }
        return entry == null ? new Side(0, false) : new Side(entry.identity(), entry.kind() == IdentityKind.POD);
    }
}
