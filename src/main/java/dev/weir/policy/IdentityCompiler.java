package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityEntry.Owner;
import dev.weir.program.IdentityKind;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gives every address of the cluster, and every range that an ipBlock names, its identity. */
final class IdentityCompiler {
    /** In the maps an IPv4 address is an IPv6 one below this, so a prefix that contains it would contain all of IPv4. */
    private static final IpPrefix ALL_V4 = IpPrefix.parse("0.0.0.0/0");

    private static final int LONGEST_PREFIX_AROUND_V4 = 80;

    private final ClusterSnapshot cluster;
    private final Mentions mentions;
    private final Fingerprints fingerprints;
    private final RegionTable regions;
    private final Map<Identity.Content, Identity> identities = new HashMap<>();
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
    private final SortedMap<IpPrefix, IdentityEntry> entries = new TreeMap<>();

    private IdentityCompiler(ClusterSnapshot cluster, Fingerprints fingerprints) {
        this.cluster = cluster;
        this.fingerprints = fingerprints;
        mentions = Mentions.in(cluster);
        regions = new RegionTable(mentions.blocks());
        identities.put(Identity.NONE.content(), Identity.NONE);
    }

    static Identities compile(ClusterSnapshot cluster, Fingerprints fingerprints) {
        IdentityCompiler compiler = new IdentityCompiler(cluster, fingerprints);
        compiler.addRegions();
        cluster.nodes().forEach(compiler::addNode);
        cluster.pods().forEach(compiler::addPod);
        List<Identity> inOrder = new ArrayList<>(compiler.identities.values());
        inOrder.sort((one, other) -> Long.compareUnsigned(one.fingerprint(), other.fingerprint()));
        return new Identities(cluster, inOrder, Table.of(compiler.entries.values(), IdentityEntry::prefix));
    }

    private void addRegions() {
        regions.regions().forEach((prefix, region) -> addEntry(prefix, outside(region), Owner.NONE));
        boolean v4Swallowed = regions.regions().keySet().stream()
                .anyMatch(prefix -> prefix.length() <= LONGEST_PREFIX_AROUND_V4
                        && prefix.address().high() == 0
                        && prefix.address().low() == 0);
        if (v4Swallowed && !entries.containsKey(ALL_V4)) {
            addEntry(ALL_V4, Identity.NONE, Owner.NONE);
        }
    }

    private void addNode(Node node) {
        Owner owner = new Owner("", "", "Node", node.name().value(), node.name().value());
        for (IpAddress address : node.addresses()) {
            Identity identity = intern(
                    new Identity.Content(IdentityKind.NODE, "", Map.of(), Map.of(), Map.of(), regions.at(address)));
            addEntry(IpPrefix.host(address), identity, owner);
        }
    }

    private void addPod(Pod pod) {
        if (pod.addresses().isEmpty()) {
            return;
        }
        String namespace = pod.ref().namespace();
        Map<String, String> labels = kept(pod.labels(), key -> mentions.ofPod(namespace, key));
        Map<PortName, SortedSet<Integer>> ports = namedPorts(pod);
        for (IpAddress address : pod.addresses()) {
            if (pod.equals(cluster.podAt(address))) {
                Identity identity = intern(new Identity.Content(
                        IdentityKind.POD, namespace, labelsOf(namespace), labels, ports, regions.at(address)));
                addEntry(IpPrefix.host(address), identity, ownerOf(pod));
            }
        }
    }

    private Map<String, String> labelsOf(String namespace) {
        return namespaceLabels.computeIfAbsent(namespace, name -> {
            Namespace found = cluster.namespace(name);
            return found == null ? Map.of() : kept(found.labels(), mentions::ofNamespace);
        });
    }

    private Map<PortName, SortedSet<Integer>> namedPorts(Pod pod) {
        if (mentions.egressPorts().isEmpty() || pod.ports().isEmpty()) {
            return Map.of();
        }
        SortedMap<PortName, SortedSet<Integer>> resolved = new TreeMap<>();
        for (PortName port : mentions.egressPorts()) {
            SortedSet<Integer> numbers = NamedPorts.numbers(pod, port.name(), port.protocol());
            if (!numbers.isEmpty()) {
                resolved.put(port, Collections.unmodifiableSortedSet(numbers));
            }
        }
        return resolved;
    }

    private Identity outside(Region region) {
        return intern(new Identity.Content(IdentityKind.OUTSIDE, "", Map.of(), Map.of(), Map.of(), region));
    }

    private Identity intern(Identity.Content content) {
        return identities.computeIfAbsent(
                content, unused -> new Identity(fingerprints.of(content.canonical()), content));
    }

    private void addEntry(IpPrefix prefix, Identity identity, Owner owner) {
        entries.put(
                prefix,
                new IdentityEntry(
                        prefix, identity.fingerprint(), identity.content().kind(), owner));
    }

    private static Map<String, String> kept(Map<String, String> labels, Predicate<String> mentioned) {
        SortedMap<String, String> kept = new TreeMap<>();
        labels.forEach((key, value) -> {
            if (mentioned.test(key)) {
                kept.put(key, value);
            }
        });
        return kept;
    }

    private static Owner ownerOf(Pod pod) {
        @Nullable Workload workload = pod.workload();
        return new Owner(
                pod.ref().namespace(),
                pod.ref().name(),
                workload == null ? "" : workload.kind(),
                workload == null ? "" : workload.name(),
                pod.node() == null ? "" : pod.node().value());
    }
}
