package dev.weir.policy;

import dev.weir.policy.Fingerprints.Registry;
import dev.weir.program.IdentityKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The identities in use. One that no prefix has any more stays until {@link #takeChange}: the same may come back in the same step. */
final class Identities {
    private final Identity none = Identity.none();
    private final Map<Identity.Content, Identity> byContent = new HashMap<>();
    private final Registry<Identity> byFingerprint = new Registry<>(Identity::digest);
    private final Map<String, Set<Identity>> byNamespace = new HashMap<>();
    private final Set<Identity> fresh = new LinkedHashSet<>();
    private final Set<Identity> touched = new LinkedHashSet<>();
    private int pods;

    /** Those that are in use now and were not before, and the reverse. */
    record Change(List<Identity> created, List<Identity> gone) {
        boolean isEmpty() {
            return created.isEmpty() && gone.isEmpty();
        }
    }

    Identities() {
        byContent.put(none.content(), none);
        byFingerprint.add(none);
    }

    /** Outside and in no ipBlock: it is always in use. */
    Identity none() {
        return none;
    }

    Identity of(Identity.Content content) {
        Identity known = byContent.get(content);
        if (known == null) {
            known = Identity.of(content);
            if (byFingerprint.get(known.digest()) != null) {
                throw new FingerprintCollisionException(known.fingerprint());
            }
            byFingerprint.add(known);
            byContent.put(content, known);
            fresh.add(known);
            touched.add(known);
        }
        return known;
    }

    Identity outside(Region region) {
        return ofNoPod(IdentityKind.OUTSIDE, region);
    }

    Identity ofNode(Region region) {
        return ofNoPod(IdentityKind.NODE, region);
    }

    private Identity ofNoPod(IdentityKind kind, Region region) {
        return of(new Identity.Content(kind, "", Map.of(), Map.of(), Map.of(), region));
    }

    @Nullable
    Identity withFingerprint(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    void count(Identity identity, int entries) {
        identity.countEntries(entries);
        touched.add(identity);
    }

    /** Forgets the ones that are gone; they are in no answer from now on. */
    Change takeChange() {
        List<Identity> created = new ArrayList<>();
        List<Identity> gone = new ArrayList<>();
        for (Identity identity : touched) {
            boolean isFresh = fresh.contains(identity);
            if (identity.entries() > 0 && isFresh) {
                created.add(identity);
                count(identity, true);
            } else if (identity.entries() == 0 && identity != none) {
                byContent.remove(identity.content());
                byFingerprint.remove(identity);
                identity.retire();
                if (!isFresh) {
                    gone.add(identity);
                    count(identity, false);
                }
            }
        }
        fresh.clear();
        touched.clear();
        return new Change(created, gone);
    }

    private void count(Identity identity, boolean here) {
        if (!identity.isPod()) {
            return;
        }
        pods += here ? 1 : -1;
        String namespace = identity.content().namespace();
        Set<Identity> others = byNamespace.computeIfAbsent(namespace, unused -> new HashSet<>(4));
        if (here) {
            others.add(identity);
        } else if (others.remove(identity) && others.isEmpty()) {
            byNamespace.remove(namespace);
        }
    }

    Collection<Identity> all() {
        return byContent.values();
    }

    /** Of pods of that namespace. */
    Collection<Identity> in(String namespace) {
        return byNamespace.getOrDefault(namespace, Set.of());
    }

    /** How many are of pods, or of the others. */
    int count(boolean ofPods) {
        return ofPods ? pods : byContent.size() - pods;
    }

    int size() {
        return byContent.size();
    }
}
