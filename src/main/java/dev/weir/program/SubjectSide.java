package dev.weir.program;

import dev.weir.net.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One direction of a subject. Not isolated: everything passes. Isolated: the peer's identity gives a peer class, protocol and port give a
 * port class (the longest prefix that matches), and the pair gives the cookie of those who admit; a pair without one is denied. Isolated in
 * shadow: the same, but what would be denied passes.
 *
 * @param isolationCookie names all policies that isolate the pod in this direction, all in shadow or all enforced
 * @param defaultPodClass of a pod identity that peerClasses does not list
 * @param defaultOutsideClass of any other identity that peerClasses does not list
 * @param peerClasses by identity; class 0 is an entry like any other and says that no rule's peers match
 */
public record SubjectSide(
        IsolationMode mode,
        long isolationCookie,
        long defaultPodClass,
        long defaultOutsideClass,
        List<PeerClass> peerClasses,
        List<PortClass> portClasses,
        List<ClassVerdict> verdicts) {
    public static final SubjectSide OPEN =
            new SubjectSide(IsolationMode.NONE, 0, 0, 0, List.of(), List.of(), List.of());

    public SubjectSide {
        peerClasses = List.copyOf(peerClasses);
        portClasses = List.copyOf(portClasses);
        verdicts = List.copyOf(verdicts);
    }

    void forEachCookie(LongConsumer action) {
        if (mode != IsolationMode.NONE) {
            action.accept(isolationCookie);
        }
        for (ClassVerdict verdict : verdicts) {
            action.accept(verdict.cookie());
        }
    }

    /** Which set of rules has peers that match this identity. */
    public record PeerClass(long identity, long peerClass) implements Comparable<PeerClass> {
        @Override
        public int compareTo(PeerClass other) {
            return Long.compareUnsigned(identity, other.identity);
        }
    }

    /** Which set of rules has ports that match a prefix over protocol and port. */
    public record PortClass(TransportPrefix prefix, long portClass) implements Comparable<PortClass> {
        @Override
        public int compareTo(PortClass other) {
            return prefix.compareTo(other.prefix);
        }
    }

    /** Who admits connections of this pair of classes. */
    public record ClassVerdict(long peerClass, long portClass, long cookie) implements Comparable<ClassVerdict> {
        @Override
        public int compareTo(ClassVerdict other) {
            int byPeer = Long.compareUnsigned(peerClass, other.peerClass);
            return byPeer != 0 ? byPeer : Long.compareUnsigned(portClass, other.portClass);
        }
    }

    /**
     * A prefix over (protocol: 8 bits, port: 16 bits).
     *
     * @param length 0 (anything), 8 (any port of the protocol) or up to 24 (one port); bits behind it are zero
     */
    public record TransportPrefix(int protocol, int port, int length) implements Comparable<TransportPrefix> {
        public static final TransportPrefix ANYTHING = new TransportPrefix(0, 0, 0);
        private static final Comparator<TransportPrefix> ORDER = Comparator.comparingInt(TransportPrefix::protocol)
                .thenComparingInt(TransportPrefix::port)
                .thenComparingInt(TransportPrefix::length);

        public TransportPrefix {
            boolean rightLength = length == 0 || length >= 8 && length <= 24;
            if (!rightLength || (bits(protocol, port) & (0xffffff >>> length)) != 0) {
                throw new IllegalArgumentException(
                        "not a prefix over protocol and port: " + protocol + "," + port + "/" + length);
            }
        }

        public boolean contains(Protocol candidate, int candidatePort) {
            return contains(candidate.number(), candidatePort);
        }

        public boolean contains(TransportPrefix other) {
            return other.length >= length && contains(other.protocol, other.port);
        }

        private boolean contains(int otherProtocol, int otherPort) {
            return ((bits(protocol, port) ^ bits(otherProtocol, otherPort)) >>> (24 - length)) == 0;
        }

        private static int bits(int protocol, int port) {
            return protocol << 16 | port;
        }

        @Override
        public int compareTo(TransportPrefix other) {
            return ORDER.compare(this, other);
        }
    }
}
