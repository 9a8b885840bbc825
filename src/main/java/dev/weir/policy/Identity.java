package dev.weir.policy;

import dev.weir.program.IdentityKind;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** All addresses that no selector, no named port and no ipBlock tells apart. Two are equal when their contents are. */
record Identity(long fingerprint, Content content) {
    /** Outside and in no ipBlock. */
    static final Identity NONE =
            new Identity(0, new Content(IdentityKind.OUTSIDE, "", Map.of(), Map.of(), Map.of(), Region.NONE));

    /** Its name is its content: {@link Fingerprints} refuses two contents under one name. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity identity && identity.fingerprint == fingerprint;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(fingerprint);
    }

    boolean isPod() {
        return content.kind == IdentityKind.POD;
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
