package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.net.IpPrefix;
import dev.weir.program.Cookie;
import dev.weir.program.EndpointProgram;
import dev.weir.program.IdentityEntry;
import dev.weir.program.LoggingSettings;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.program.SubjectProgram;
import dev.weir.program.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fast form of the policies' meaning: compiles a snapshot into a program for each of the nodes that are asked for. Work that nodes have in
 * common (identities, subjects) is done once and shared by reference. Equal snapshots give equal programs. It agrees with
 * {@link PolicyEvaluator} on every packet.
 */
public final class PolicyCompiler {
    private PolicyCompiler() {}

    /** Throws {@link FingerprintCollisionException}; there is no other way to fail. */
    public static Map<NodeName, NodeProgram> compile(ClusterSnapshot cluster, Collection<NodeName> nodes) {
        Fingerprints fingerprints = new Fingerprints();
        Identities identities = IdentityCompiler.compile(cluster, fingerprints);
        SubjectCompiler subjects = new SubjectCompiler(identities, fingerprints);
        SubjectKeys keys = new SubjectKeys(cluster);
        LoggingSettings logging = LoggingCompiler.compile(cluster);
        SortedMap<NodeName, NodeProgram> programs = new TreeMap<>();
        for (NodeName node : nodes) {
            Pieces pieces = new Pieces();
            for (Pod pod : cluster.podsOn(node)) {
                if (pod.isEnforced()) {
                    pieces.add(pod, subjects.compile(keys.of(pod)));
                }
            }
            programs.put(node, pieces.program(cluster.revision(), identities.entries(), logging));
        }
        return programs;
    }

    /** What a program of one node is put together from. */
    private static final class Pieces {
        private final List<EndpointProgram> endpoints = new ArrayList<>();
        private final List<SubjectProgram> subjects = new ArrayList<>();
        private final List<Cookie> cookies = new ArrayList<>();

        void add(Pod pod, SubjectCompiler.Compiled subject) {
            PodName name = new PodName(pod.ref().namespace(), pod.ref().name());
            endpoints.add(new EndpointProgram(
                    name, pod.uid(), pod.addresses(), subject.program().fingerprint()));
            subjects.add(subject.program());
            cookies.addAll(subject.cookies());
        }

        NodeProgram program(long revision, Table<IpPrefix, IdentityEntry> identities, LoggingSettings logging) {
            return new NodeProgram(
                    revision,
                    Table.of(endpoints, EndpointProgram::pod),
                    Table.of(subjects, SubjectProgram::fingerprint),
                    identities,
                    Table.of(cookies, Cookie::fingerprint),
                    logging);
        }
    }
}
