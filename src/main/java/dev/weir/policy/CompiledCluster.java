package dev.weir.policy;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.table.Table;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot in its compiled form, which follows the snapshots. In one step each of these hears from the ones before it what has
 * changed:
 *
 * <pre>
 * policies   ─► mentions, sets of peers, selectors
 * namespaces ─► traits
 * pods       ─► replicas ─► traits ─┐
 * blocks     ─► regions ────────────┴─► addresses ─► identities ─► members of sets ─► sides of subjects ─┐
 * selectors × replicas ─► subjects ──────────────────────────────────────────────────────────────────────┴─► tables of nodes
 * </pre>
 */
final class CompiledCluster {
    private final Mentions mentions = new Mentions();
    private final NamespaceLabels namespaces = new NamespaceLabels(mentions);
    private final PodTable pods = new PodTable();
    private final Identities identities = new Identities();
    private final Addresses addresses = new Addresses(identities);
    private final Peers peers = new Peers(identities);
    private final Subjects subjects = new Subjects();
    private final Nodes nodes = new Nodes(subjects, pods);
    private final LoggingCompiler logging = new LoggingCompiler();
    private boolean isFirst = true;

    /** How much is kept for the steps to come. */
    record Sizes(int replicas, int namespaces, int subjects, int identities, int peerSets, int selectors) {}

    Compilation follow(ClusterSnapshot before, ClusterSnapshot next) {
        return new Step(before, next).take();
    }

    private Traits traits(Pod pod) {
        Replicas replicas = pods.of(pod.ref());
        Traits known = replicas.traits();
        if (known == null) {
            Replicas.Key key = replicas.key();
            known = new Traits(
                    key.namespace(),
                    namespaces.of(key.namespace()),
                    mentions.ofPod(key.namespace(), key.labels()),
                    NamedPorts.resolved(mentions.egressPorts(), key.ports()));
            replicas.traits(known);
        }
        return known;
    }

    Sizes sizes() {
        return new Sizes(
                pods.size(), namespaces.size(), subjects.size(), identities.size(), peers.size(), subjects.selectors());
    }

    /** From one snapshot to the next. */
    private final class Step {
        private final ClusterSnapshot before;
        private final ClusterSnapshot next;
        private final ClusterChange change;
        /** Whose entries may be other ones. */
        private final Set<IpPrefix> prefixes;
        /** Whose endpoints may be other ones. */
        private final Set<PodRef> moved;

        Step(ClusterSnapshot before, ClusterSnapshot next) {
            this.before = before;
            this.next = next;
            change = next.changesSince(before);
            prefixes = LinkedHashSet.newLinkedHashSet(change.pods().size());
            moved = LinkedHashSet.newLinkedHashSet(change.pods().size());
        }

        Compilation take() {
            SelectorChanges selectors = policies();
            labels();
            pods();
            Table<IpPrefix, IdentityEntry> entries = addresses.entries();
            addresses.update(prefixes, next, CompiledCluster.this::traits);
            Set<Addresses.Step> steps = isFirst ? Set.of() : addresses.steps(entries, prefixes);
            List<Side> sides = peers.follow(identities.takeChange());
            subjects(selectors);
            Set<NodeName> changed = nodes.follow(before, next, moved, sides);
            boolean names = entries != addresses.entries();
            Concerns concerns = concerns(changed, steps, names);
            forget();
            return new Compilation(next.revision(), nodes.tables(), addresses.entries(), logging.settings(), concerns);
        }

        /** All that is new before all that is old, so that what both say is not forgotten in between. */
        private SelectorChanges policies() {
            change.policies().forEach(ref -> {
                NetworkPolicy policy = next.policy(ref);
                if (policy != null) {
                    mentions.add(policy);
                    peers.add(policy);
                }
            });
            change.policies().forEach(ref -> {
                NetworkPolicy policy = before.policy(ref);
                if (policy != null) {
                    mentions.remove(policy);
                    peers.remove(policy);
                }
            });
            return subjects.replace(judgedOtherwise(), next);
        }

        /** With the policies of namespaces that went into shadow or came out of it. */
        private Set<PolicyRef> judgedOtherwise() {
            Set<PolicyRef> refs = new LinkedHashSet<>(change.policies());
            for (String name : change.namespaces()) {
                if (isInShadow(before.namespace(name)) != isInShadow(next.namespace(name))) {
                    next.policiesIn(name).forEach(policy -> refs.add(policy.ref()));
                }
            }
            return refs;
        }

        private static boolean isInShadow(@Nullable Namespace namespace) {
            return namespace != null && namespace.isInShadow();
        }

        /** Replicas of which rules see other labels or ports than before have other identities. */
        private void labels() {
            Mentions.Change mentioned = mentions.takeChange();
            Set<Replicas> seenOtherwise = new LinkedHashSet<>();
            namespaces
                    .update(next, change.namespaces(), mentioned.namespaceKeys())
                    .forEach(namespace -> seenOtherwise.addAll(pods.in(namespace)));
            mentioned
                    .podKeys()
                    .forEach(key -> pods.in(key.namespace()).stream()
                            .filter(replicas -> replicas.key().labels().containsKey(key.key()))
                            .forEach(seenOtherwise::add));
            if (!mentioned.podKeysAnywhere().isEmpty()
                    || !mentioned.egressPorts().isEmpty()) {
                pods.all().stream().filter(mentioned::concerns).forEach(seenOtherwise::add);
            }
            for (Replicas replicas : seenOtherwise) {
                replicas.traits(null);
                replicas.pods().forEach(this::touchAddresses);
            }
            blocks(mentioned.blocks());
        }

        private void blocks(Set<IpBlockPeer> toggled) {
            Map<Boolean, Set<IpBlockPeer>> byMention =
                    toggled.stream().collect(Collectors.partitioningBy(mentions::mentions, Collectors.toSet()));
            prefixes.addAll(
                    addresses.mention(byMention.getOrDefault(true, Set.of()), byMention.getOrDefault(false, Set.of())));
        }

        private void pods() {
            for (PodRef ref : change.pods()) {
                Pod old = before.pod(ref);
                if (old != null && PodTable.matters(old)) {
                    pods.remove(old);
                    touchAddresses(old);
                }
                Pod now = next.pod(ref);
                if (now != null && PodTable.matters(now)) {
                    pods.add(now);
                    touchAddresses(now);
                }
                moved.add(ref);
            }
            for (NodeName name : change.nodes()) {
                touchAddresses(before.node(name));
                touchAddresses(next.node(name));
            }
        }

        private void touchAddresses(Pod pod) {
            pod.addresses().forEach(address -> prefixes.add(IpPrefix.host(address)));
        }

        private void touchAddresses(@Nullable Node node) {
            if (node != null) {
                node.addresses().forEach(address -> prefixes.add(IpPrefix.host(address)));
            }
        }

        private void subjects(SelectorChanges selectors) {
            Set<Replicas> suspects = new LinkedHashSet<>(pods.withoutSubject());
            selectors.forEachReplicas(pods, suspects::add);
            subjects.reassign(suspects, peers)
                    .forEach(replicas -> replicas.pods().forEach(pod -> moved.add(pod.ref())));
        }

        private Concerns concerns(Set<NodeName> changed, Set<Addresses.Step> steps, boolean names) {
            boolean otherLogging = logging.follow(next, change);
            if (isFirst || otherLogging) {
                isFirst = false;
                return Concerns.EVERYTHING;
            }
            Set<NodeName> enforcement = new HashSet<>(changed);
            steps.forEach(step -> peers.forEachSideTellingApart(
                    step.before(),
                    step.after(),
                    side -> enforcement.addAll(side.subject().nodes())));
            return new Concerns(false, Collections.unmodifiableSet(enforcement), names);
        }

        private void forget() {
            pods.takeEmpty().forEach(subjects::release);
            subjects.forgetUnused(peers);
            peers.forgetUnused();
        }
    }
}
