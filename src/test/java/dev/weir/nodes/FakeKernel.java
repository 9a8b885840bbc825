package dev.weir.nodes;

import dev.weir.nodes.EndpointReading.Classes;
import dev.weir.nodes.EndpointReading.IdentityCheck;
import dev.weir.nodes.EndpointReading.Isolation;
import dev.weir.nodes.EndpointReading.Peer;
import dev.weir.nodes.EndpointReading.Rest;
import dev.weir.nodes.EndpointReading.Row;
import dev.weir.nodes.EndpointReading.Side;
import dev.weir.nodes.EndpointReading.SubjectInMaps;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityKind;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Maps that hold a program, as a daemon reads them back. */
public final class FakeKernel {
    private FakeKernel() {}

    public static EndpointReading of(NodeProgram program, PodName pod) {
        EndpointProgram endpoint = Objects.requireNonNull(program.endpoints().get(pod));
        SubjectProgram subject = Objects.requireNonNull(program.subjects().get(endpoint.subject()));
        return new EndpointReading(
                program.revision(),
                endpoint.addresses().stream()
                        .map(address -> new Row(address, "veth-" + pod.name(), endpoint.subject()))
                        .toList(),
                List.of(new SubjectInMaps(
                        endpoint.subject(), side(subject.ingress(), program), side(subject.egress(), program))),
                new IdentityCheck(program.identities().size() + 1L, 0, List.of()),
                new Rest(List.of(), 0));
    }

    /** From the side of the addresses: each has an identity of its kind. */
    private static Side side(SubjectSide side, NodeProgram program) {
        Map<Peer, Long> peers = new HashMap<>();
        add(peers, side, new Peer(0, IdentityKind.OUTSIDE));
        program.identities().values().forEach(entry -> add(peers, side, new Peer(entry.identity(), entry.kind())));
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

    private static void add(Map<Peer, Long> peers, SubjectSide side, Peer peer) {
        long otherwise = peer.kind() == IdentityKind.POD ? side.defaultPodClass() : side.defaultOutsideClass();
        for (SubjectSide.PeerClass entry : side.peerClasses()) {
            if (entry.identity() == peer.identity() && entry.peerClass() != otherwise) {
                peers.put(peer, entry.peerClass());
            }
        }
    }

    /** The same maps after somebody has taken out every verdict of the pod. */
    public static EndpointReading withoutVerdicts(EndpointReading reading) {
        SubjectInMaps subject = reading.subjects().getFirst();
        return with(
                reading,
                new SubjectInMaps(
                        subject.fingerprint(), withoutVerdicts(subject.ingress()), withoutVerdicts(subject.egress())));
    }

    private static Side withoutVerdicts(Side side) {
        return new Side(side.isolation(), side.peerClasses(), side.portClasses(), Map.of());
    }

    public static EndpointReading with(EndpointReading reading, SubjectInMaps subject) {
        return new EndpointReading(
                reading.revision(), reading.rows(), List.of(subject), reading.identities(), reading.rest());
    }
}
