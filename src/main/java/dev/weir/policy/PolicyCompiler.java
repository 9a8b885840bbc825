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
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fast form of the policies' meaning: compiles snapshots, one after another, into programs of nodes. Work that nodes have in common
 * (identities, subjects) is done once and shared by reference. It agrees with {@link PolicyEvaluator} on every packet. Not thread-safe: one
 * thread owns it.
 */
public final class PolicyCompiler {
    /** No node has this name: its program is that of a node without pods. */
    private static final NodeName NOBODY = new NodeName("");

    private @Nullable Compilation before;

    /**
     * Compiles a snapshot; its concerns are relative to the one that this compiler compiled last. Throws
     * {@link FingerprintCollisionException}; there is no other way to fail.
     */
    public Compilation compile(ClusterSnapshot next) {
        SortedSet<NodeName> nodes = new TreeSet<>();
        next.nodes().forEach(node -> nodes.add(node.name()));
        next.pods().forEach(pod -> {
            if (pod.node() != null) {
                nodes.add(pod.node());
            }
        });
        nodes.add(NOBODY);
        Map<NodeName, NodeProgram> programs = new TreeMap<>(compile(next, nodes));
        NodeProgram ofNoPods = Objects.requireNonNull(programs.remove(NOBODY));
        Compilation compilation =
                new Compilation(ofNoPods, programs, ConcernFinder.between(before, ofNoPods, programs));
        before = compilation;
        return compilation;
    }

    /** One snapshot, without regard to others. */
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
