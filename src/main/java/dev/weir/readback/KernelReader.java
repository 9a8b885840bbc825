package dev.weir.readback;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.net.Direction;
import dev.weir.nodes.EndpointReader;
import dev.weir.nodes.EndpointReading;
import dev.weir.nodes.EndpointReading.Peer;
import dev.weir.nodes.EndpointReading.SubjectInMaps;
import dev.weir.nodes.NodeAnswer;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IsolationMode;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.program.SubjectProgram;
import dev.weir.program.SubjectSide.PeerClass;
import dev.weir.readback.PodInKernel.Admission;
import dev.weir.readback.PodInKernel.Agreement;
import dev.weir.readback.PodInKernel.Difference;
import dev.weir.readback.PodInKernel.Endpoint;
import dev.weir.readback.PodInKernel.Identities;
import dev.weir.readback.PodInKernel.InMaps;
import dev.weir.readback.PodInKernel.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a node what its kernel enforces for a pod, and says it in names, beside what the policies say. */
public final class KernelReader {
    /** So many admissions are listed; so many differences are a tenth of that. */
    static final int MOST_ROWS = 2000;

    private final EndpointReader nodes;

    public KernelReader(EndpointReader nodes) {
        this.nodes = nodes;
    }

    /** @throws dev.weir.nodes.EndpointReadException when the node cannot be asked or does not answer */
    public PodInKernel read(NodeName node, PodRef pod) {
        PodName name = new PodName(pod.namespace(), pod.name());
        return told(nodes.read(node, name), name);
    }

    private static PodInKernel told(NodeAnswer answer, PodName pod) {
        EndpointReading reading = answer.reading();
        NodeProgram program = answer.program();
        EndpointProgram endpoint = program.endpoints().get(pod);
        Words words = new Words(program, new PeerNames(program, identities(reading, program, endpoint)));
        boolean known = program.revision() != 0 && program.revision() == reading.revision();
        List<Difference> differences = known ? new Comparison(reading, program, words).with(endpoint) : List.of();
        int listed = Math.min(differences.size(), MOST_ROWS / 10);
        return new PodInKernel(
                Math.max(answer.revision(), reading.revision()),
                agreement(known, differences, reading),
                differences.subList(0, listed),
                (long) differences.size() - listed,
                inMaps(reading, words));
    }

    private static Agreement agreement(boolean known, List<Difference> differences, EndpointReading reading) {
        if (!known) {
            return Agreement.UNKNOWN;
        }
        if (!differences.isEmpty()) {
            return Agreement.DIFFERS;
        }
        return reading.rest().leftOut() > 0 ? Agreement.INCOMPLETE : Agreement.AGREES;
    }

    private static Set<Long> identities(
            EndpointReading reading, NodeProgram program, @Nullable EndpointProgram endpoint) {
        Set<Long> identities = new HashSet<>();
        SubjectProgram subject = endpoint == null ? null : program.subjects().get(endpoint.subject());
        for (Direction direction : Direction.values()) {
            if (subject != null) {
                subject.side(direction).peerClasses().stream()
                        .map(PeerClass::identity)
                        .forEach(identities::add);
            }
            for (SubjectInMaps found : reading.subjects()) {
                found.side(direction).peerClasses().keySet().stream()
                        .map(Peer::identity)
                        .forEach(identities::add);
            }
        }
        return identities;
    }

    private static InMaps inMaps(EndpointReading reading, Words words) {
        List<Side> sides = new ArrayList<>();
        long left = MOST_ROWS;
        long hidden = 0;
        for (SubjectInMaps subject : reading.subjects()) {
            for (Direction direction : Direction.values()) {
                Side side = side(subject, direction, words, left);
                sides.add(side);
                left -= side.admits().size();
                hidden += subject.side(direction).verdicts().size()
                        - side.admits().size();
            }
        }
        List<Endpoint> endpoints = reading.rows().stream()
                .map(row ->
                        new Endpoint(row.address().toString(), row.interfaceName(), Long.toHexString(row.subject())))
                .toList();
        Identities identities = new Identities(
                reading.identities().entries(),
                reading.identities().missing(),
                reading.identities().differences().size());
        return new InMaps(endpoints, sides, identities, reading.rest().leftOut() + hidden);
    }

    private static Side side(SubjectInMaps subject, Direction direction, Words words, long most) {
        EndpointReading.Side found = subject.side(direction);
        List<Admission> admits = found.verdicts().entrySet().stream()
                .limit(most)
                .map(entry -> new Admission(
                        words.peers(found, entry.getKey().peerClass()),
                        words.ports(found, entry.getKey().portClass()),
                        words.policies(entry.getValue())))
                .sorted(Comparator.comparing(admission -> admission.policies() + " " + admission.ports()))
                .toList();
        return new Side(
                Long.toHexString(subject.fingerprint()),
                direction.label(),
                found.isolation().mode().name(),
                found.isolation().mode() == IsolationMode.NONE
                        ? List.of()
                        : words.policies(found.isolation().cookie()),
                admits);
    }
}
