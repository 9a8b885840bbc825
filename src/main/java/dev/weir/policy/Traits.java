package dev.weir.policy;

import dev.weir.program.IdentityKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What policies look at in some replicas as peers, apart from their addresses. With each region of these it gives an identity. */
final class Traits {
    private final String namespace;
    private final Map<String, String> namespaceLabels;
    private final Map<String, String> podLabels;
    private final Map<PortName, SortedSet<Integer>> namedPorts;
    /** Mostly one. */
    private final List<Identity> identities = new ArrayList<>(1);

    Traits(
            String namespace,
            Map<String, String> namespaceLabels,
            Map<String, String> podLabels,
            Map<PortName, SortedSet<Integer>> namedPorts) {
        this.namespace = namespace;
        this.namespaceLabels = namespaceLabels;
        this.podLabels = podLabels;
        this.namedPorts = namedPorts;
    }

    Identity in(Region region, Identities inUse) {
        for (Identity known : identities) {
            if (!known.isRetired() && known.content().region().equals(region)) {
                return known;
            }
        }
        identities.removeIf(Identity::isRetired);
        Identity identity = inUse.of(
                new Identity.Content(IdentityKind.POD, namespace, namespaceLabels, podLabels, namedPorts, region));
        identities.add(identity);
        return identity;
    }
}
