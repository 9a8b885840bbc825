package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyRef;
import dev.weir.policy.Fingerprints.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which policies select which pods, and the subjects that this makes of them. */
final class Subjects {
    private static final Comparator<KnownPolicy> IN_ORDER =
            Comparator.comparing(known -> known.policy().ref());

    private final Map<PolicyRef, KnownPolicy> policies = new HashMap<>();
    private final SelectorIndex<KnownPolicy> bySelector = new SelectorIndex<>();
    private final Registry<Subject> inUse =
            new Registry<>(subject -> subject.key().digest());
    private final Set<Subject> released = new LinkedHashSet<>();

    /** Returns what that may change about which policies select which pods, and what these say. */
    SelectorChanges replace(Set<PolicyRef> refs, ClusterSnapshot next) {
        SelectorChanges changes = new SelectorChanges();
        List<KnownPolicy> written = refs.parallelStream()
                .map(next::policy)
                .filter(Objects::nonNull)
                .map(policy -> new KnownPolicy(policy, next.mode(policy)))
                .toList();
        Map<PolicyRef, KnownPolicy> byRef = new HashMap<>();
        written.forEach(known -> byRef.put(known.policy().ref(), known));
        refs.forEach(ref -> replace(ref, byRef.get(ref), changes));
        return changes;
    }

    private void replace(PolicyRef ref, @Nullable KnownPolicy next, SelectorChanges changes) {
        KnownPolicy before = next == null ? policies.remove(ref) : policies.put(ref, next);
        if (before != null) {
            bySelector.remove(ref.namespace(), List.of(before.policy().podSelector()), before);
        }
        if (next != null) {
            bySelector.add(ref.namespace(), List.of(next.policy().podSelector()), next);
        }
        boolean same = before != null
                && next != null
                && before.digest().equals(next.digest())
                && before.policy().podSelector().equals(next.policy().podSelector());
        if (!same) {
            changes.add(before);
            changes.add(next);
        }
    }

    private SubjectKey keyOf(Replicas replicas) {
        List<KnownPolicy> selecting = new ArrayList<>();
        bySelector.forEachMatching(
                replicas.key().namespace(), List.of(replicas.key().labels()), selecting::add);
        selecting.sort(IN_ORDER);
        return SubjectKey.of(selecting, replicas);
    }

    @Nullable
    Subject withFingerprint(long fingerprint) {
        return inUse.get(fingerprint);
    }

    /** Gives each of them the subject that it is by now; returns those that were another one before. */
    List<Replicas> reassign(Collection<Replicas> all, Peers peers) {
        List<Replicas> changed = new ArrayList<>();
        List<Subject> fresh = new ArrayList<>();
        List<Replicas> list = List.copyOf(all);
        List<SubjectKey> keys = list.parallelStream().map(this::keyOf).toList();
        for (int i = 0; i < list.size(); i++) {
            Replicas replicas = list.get(i);
            Subject subject = inUse.get(keys.get(i).digest());
            if (subject == null) {
                subject = new Subject(keys.get(i));
                inUse.add(subject);
                fresh.add(subject);
            }
            Subject before = replicas.subject();
            if (subject != before) {
                release(replicas);
                subject.countReplicas(1);
                replicas.become(subject);
                if (before != null) {
                    changed.add(replicas);
                }
            }
        }
        fresh.parallelStream().forEach(subject -> subject.compile(peers));
        fresh.forEach(peers::register);
        return changed;
    }

    void release(Replicas replicas) {
        Subject subject = replicas.subject();
        if (subject != null) {
            subject.countReplicas(-1);
            released.add(subject);
        }
    }

    /** Forgets the subjects that no replicas are any more. */
    void forgetUnused(Peers peers) {
        for (Subject subject : released) {
            if (!subject.isInUse()) {
                peers.unregister(subject);
                inUse.remove(subject);
            }
        }
        released.clear();
    }

    int selectors() {
        return bySelector.size();
    }

    int size() {
        return inUse.size();
    }
}
