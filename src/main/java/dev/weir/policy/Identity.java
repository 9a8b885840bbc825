package dev.weir.policy;

import dev.weir.program.IdentityKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** All addresses that no selector, no named port and no ipBlock tells apart. Equal only to itself: of one content there is one. */
final class Identity {
    private static final Content NOTHING =
            new Content(IdentityKind.OUTSIDE, "", Map.of(), Map.of(), Map.of(), Region.NONE);

    private final Content content;
    private final Digest digest;
    private final List<PeerSet> memberOf = new ArrayList<>(2);
    private int entries;
    private boolean retired;

    private Identity(Content content, Digest digest) {
        this.content = content;
        this.digest = digest;
    }

    static Identity of(Content content) {
        return new Identity(content, Fingerprints.of(content.canonical()));
    }

    /** Outside and in no ipBlock; has no entry unless a shorter prefix says otherwise, and is there all the same. */
    static Identity none() {
        return new Identity(NOTHING, new Digest(0, 0));
    }

    Content content() {
        return content;
    }

    Digest digest() {
        return digest;
    }

    long fingerprint() {
        return digest.fingerprint();
    }

    boolean isPod() {
        return content.kind == IdentityKind.POD;
    }

    /** The sets of peers that rules name and it belongs to. */
    List<PeerSet> memberOf() {
        return memberOf;
    }

    /** Of how many prefixes it is the identity. */
    int entries() {
        return entries;
    }

    void countEntries(int more) {
        entries += more;
    }

    /** Whether it is in use no more; its content may have another one some day. */
    boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
    }

    /**
     * What an identity stands for; labels and ports are only those that some policy mentions.
     *
     * @param namedPorts to their numbers on the pod
     */
    record Content(
            IdentityKind kind,
            String namespace,
            Map<String, String> namespaceLabels,
            Map<String, String> podLabels,
            Map<PortName, SortedSet<Integer>> namedPorts,
            Region region) {

        CanonicalContent canonical() {
            CanonicalContent bytes = new CanonicalContent("identity")
                    .add(kind.name())
                    .add(namespace)
                    .add(namespaceLabels)
                    .add(podLabels);
            bytes.add(namedPorts.size());
            namedPorts.forEach((port, numbers) -> bytes.add(port.name())
                    .add(port.protocol().number())
                    .add(List.copyOf(numbers).toString()));
            region.describe(bytes);
            return bytes;
        }
    }
}
