package dev.weir.daemon.testing;

import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramChange.Part;
import java.util.Map;

/** What a server would send to a node that has one program and shall have another. */
public final class Changes {
    private Changes() {}

    public static ProgramChange between(NodeProgram before, NodeProgram after) {
        return new ProgramChange(
                after.stamp(),
                before.revision(),
                new Content(
                        part(before.endpoints(), after.endpoints()),
                        part(before.subjects(), after.subjects()),
                        part(before.identities(), after.identities()),
                        part(before.cookies(), after.cookies())),
                before.logging().equals(after.logging()) ? null : after.logging());
    }

    private static <K, V> Part<K, V> part(Map<K, V> before, Map<K, V> after) {
        return new Part<>(
                after.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                        .map(Map.Entry::getValue)
                        .toList(),
                before.keySet().stream().filter(key -> !after.containsKey(key)).toList());
    }
}
