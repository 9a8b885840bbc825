package dev.weir.daemon.program;

import dev.weir.daemon.net.IsolationMode;
import java.util.Map;
import java.util.Set;

/**
 * One direction of a subject. Everything is a fingerprint; class 0 is "no rule".
 *
 * @param isolation names all policies that isolate the pod in this direction, and what happens without them
 * @param peerClasses identity to class, where it differs from the default
 * @param portClasses the longest prefix that covers (protocol, port) wins
 * @param verdicts pair of classes to the cookie of the policies that admit; an absent pair is denied
 */
public record SubjectSide(
        Isolation isolation,
        Map<Long, Long> peerClasses,
        Map<PortPrefix, Long> portClasses,
        Map<ClassPair, Long> verdicts) {
    /** Everything passes. */
    public static final SubjectSide OPEN =
            new SubjectSide(new Isolation(IsolationMode.NONE, 0, 0, 0), Map.of(), Map.of(), Map.of());

    public SubjectSide {
        peerClasses = Map.copyOf(peerClasses);
        portClasses = Map.copyOf(portClasses);
        verdicts = Map.copyOf(verdicts);
    }

    void addClassesTo(Set<Long> classes) {
        classes.add(isolation.defaultPodClass);
        classes.add(isolation.defaultOutsideClass);
        classes.addAll(peerClasses.values());
        classes.addAll(portClasses.values());
        verdicts.keySet().forEach(pair -> {
            classes.add(pair.peerClass);
            classes.add(pair.portClass);
        });
    }

    /**
     * @param mode whether the policies that isolate are enforced or in shadow
     * @param cookie of all policies that isolate
     * @param defaultPodClass peer class of a pod identity without an entry
     * @param defaultOutsideClass the same for an identity outside the cluster
     */
    public record Isolation(IsolationMode mode, long cookie, long defaultPodClass, long defaultOutsideClass) {
        public boolean isolates() {
            return mode != IsolationMode.NONE;
        }
    }

    public record ClassPair(long peerClass, long portClass) {}
}
