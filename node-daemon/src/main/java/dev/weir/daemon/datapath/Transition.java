package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.net.Direction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A subject whose defaults change: the identities that rely on the old ones need entries that say the same, on the way. */
record Transition(int subject, Direction direction, SubjectEntry before, SubjectEntry next) {
    /** The entries that keep, until the change is carried out, what the defaults before it meant. */
    static Map<PeerClassKey, Integer> keepingMeaning(MapContents actual, ContentsChange change) {
        var transitions = new HashSet<Transition>();
        change.subjects().wanted().forEach((subject, next) -> {
            var before = actual.subjects().get(subject);
            if (before != null && !before.equals(next)) {
                for (var direction : Direction.values()) {
                    transitions.add(new Transition(subject, direction, before, next));
                }
            }
        });
        var entries = new HashMap<PeerClassKey, Integer>();
        if (!transitions.isEmpty()) {
            var identities = new HashSet<>(actual.identities().values());
            identities.add(Abi.IDENTITY_NONE);
            transitions.forEach(transition -> transition.addEntries(entries, actual, identities));
        }
        entries.keySet().removeAll(change.peerClasses().wanted().keySet());
        return entries;
    }

    private void addEntries(Map<PeerClassKey, Integer> entries, MapContents actual, Set<Integer> identities) {
        for (var identity : identities) {
            var key = new PeerClassKey(subject, direction, identity);
            if (classIn(before, identity) != classIn(next, identity)
                    && !actual.peerClasses().containsKey(key)) {
                entries.put(key, classIn(before, identity));
            }
        }
    }

    private int classIn(SubjectEntry entry, int identity) {
        return Subjects.defaultClass(Subjects.side(entry, direction), identity);
    }
}
