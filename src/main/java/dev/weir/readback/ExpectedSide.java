package dev.weir.readback;

import dev.weir.nodes.EndpointReading.Classes;
import dev.weir.nodes.EndpointReading.Isolation;
import dev.weir.nodes.EndpointReading.Peer;
import dev.weir.nodes.EndpointReading.Side;
import dev.weir.program.IdentityKind;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.HashMap;
import java.util.Map;

/** What the maps should hold for one direction of a subject, as it would be read back. */
final class ExpectedSide {
    private ExpectedSide() {}

    static Side of(SubjectSide side, PeerNames names) {
        Map<Peer, Long> peers = new HashMap<>();
        side.peerClasses()
                .forEach(entry -> names.of(entry.identity()).forEach(peer -> {
                    // A class that is the default anyway needs no entry.
                    if (entry.peerClass() != defaultClass(side, peer.kind())) {
                        peers.put(peer, entry.peerClass());
                    }
                }));
        Map<TransportPrefix, Long> ports = new HashMap<>();
        side.portClasses().forEach(entry -> ports.put(entry.prefix(), entry.portClass()));
        Map<Classes, Long> verdicts = new HashMap<>();
        side.verdicts()
                .forEach(entry -> verdicts.put(new Classes(entry.peerClass(), entry.portClass()), entry.cookie()));
        return new Side(
                new Isolation(side.mode(), side.isolationCookie(), side.defaultPodClass(), side.defaultOutsideClass()),
                peers,
                ports,
                verdicts);
    }

    private static long defaultClass(SubjectSide side, IdentityKind kind) {
        return kind == IdentityKind.POD ? side.defaultPodClass() : side.defaultOutsideClass();
    }
}
