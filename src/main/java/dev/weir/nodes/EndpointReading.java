package dev.weir.nodes;

import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.program.IdentityKind;
import dev.weir.program.IsolationMode;
import dev.weir.program.SubjectSide.TransportPrefix;
import java.util.List;
import java.util.Map;

/**
 * What a node's kernel has for one pod, as its daemon read it from the maps. Subjects, identities, classes and cookies are fingerprints.
 *
 * @param revision of the program that the daemon wrote last
 * @param rows of the addresses that were asked for, and of others on the same interface
 * @param subjects of these rows, each once; one that a row names and that is not here is not in the kernel
 */
public record EndpointReading(
        long revision, List<Row> rows, List<SubjectInMaps> subjects, IdentityCheck identities, Rest rest) {
    public EndpointReading {
        rows = List.copyOf(rows);
        subjects = List.copyOf(subjects);
    }

    /** @param interfaceName empty when the node has none with that index */
    public record Row(IpAddress address, String interfaceName, long subject) {}

    public record SubjectInMaps(long fingerprint, Side ingress, Side egress) {
        public Side side(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }
    }

    public record Side(
            Isolation isolation,
            Map<Peer, Long> peerClasses,
            Map<TransportPrefix, Long> portClasses,
            Map<Classes, Long> verdicts) {
        public Side {
            peerClasses = Map.copyOf(peerClasses);
            portClasses = Map.copyOf(portClasses);
            verdicts = Map.copyOf(verdicts);
        }
    }

    /**
     * @param cookie of the policies that isolate
     * @param defaultPodClass peer class of a pod without an entry
     * @param defaultOutsideClass the same for every other address
     */
    public record Isolation(IsolationMode mode, long cookie, long defaultPodClass, long defaultOutsideClass) {}

    /** An identity has a number of its own in the maps for each kind of address that has it. */
    public record Peer(long identity, IdentityKind kind) {}

    public record Classes(long peerClass, long portClass) {}

    /**
     * The table of identities, which the daemon holds beside its program entry by entry.
     *
     * @param missing entries that the program has and the map has not
     * @param differences entries that are not in the program or say something else, in words, the first few
     */
    public record IdentityCheck(long entries, long missing, List<String> differences) {
        public IdentityCheck {
            differences = List.copyOf(differences);
        }
    }

    /**
     * @param unnamed entries with numbers that stand for nothing the daemon knows, in words
     * @param leftOut entries beyond what was asked for
     */
    public record Rest(List<String> unnamed, long leftOut) {
        public Rest {
            unnamed = List.copyOf(unnamed);
        }
    }
}
