package dev.weir.daemon.datapath;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import java.util.List;
import java.util.Map;

/**
 * What the maps hold for one pod, read from the kernel. Ids stand as the fingerprints that they were handed out for.
 *
 * @param revision of the program that was brought into the maps last
 * @param rows of the addresses that were asked for, and of others on the same interface
 * @param subjects of these rows, each once; one that a row names and that is not here has no entry in the kernel
 */
public record EndpointReading(
        long revision, List<Row> rows, List<SubjectInMaps> subjects, IdentityCheck identities, Rest rest) {
    public EndpointReading {
        rows = List.copyOf(rows);
        subjects = List.copyOf(subjects);
    }

    /**
     * A row of {@code endpoint_map}.
     *
     * @param interfaceName empty when there is none with that index
     * @param revision of the endpoint, not of the program
     */
    public record Row(Address address, String interfaceName, long subject, int revision) {}

    /** What judges the pod's packets. */
    public record SubjectInMaps(long fingerprint, Side ingress, Side egress) {
        public Side side(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }
    }

    /** One direction of a subject. */
    public record Side(
            Isolation isolation, Map<Peer, Long> peers, Map<PortPrefix, Long> ports, Map<ClassPair, Long> verdicts) {}

    /** An identity has one number in the maps for each kind of address that has it. */
    public record Peer(long identity, IdentityKind kind) {}

    /**
     * {@code identity_map} beside the program.
     *
     * @param entries of the table that the rows use
     * @param missing that the program has and the map has not
     * @param differences entries that are not in the program or say something else, in words, the first few
     */
    public record IdentityCheck(long entries, long missing, List<String> differences) {
        public static final IdentityCheck NONE = new IdentityCheck(0, 0, List.of());

        public IdentityCheck {
            differences = List.copyOf(differences);
        }
    }

    /**
     * What could not be told otherwise.
     *
     * @param unnamed entries with an id that stands for nothing, in words
     * @param leftOut entries beyond the limit
     */
    public record Rest(List<String> unnamed, long leftOut) {
        public Rest {
            unnamed = List.copyOf(unnamed);
        }
    }
}
