package dev.weir.daemon.endpoint;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which interface is behind which address. In this order of trust: what was announced for the pod, the host route to the
 * address, and what the maps said when the daemon started. Not thread-safe.
 */
public final class EndpointTable {
    private final Map<PodRef, PodInterface> announced = new HashMap<>();
    private final Map<PodRef, PodInterface> withdrawn = new HashMap<>();
    private final Map<Address, Integer> routed = new HashMap<>();
    private final Map<Address, Integer> adopted = new HashMap<>();

    /** @param rows address to interface, as read back from the maps */
    public EndpointTable(Map<Address, Integer> rows) {
        adopted.putAll(rows);
    }

    public void announce(PodInterface pod) {
        withdrawn.remove(pod.pod());
        announced.put(pod.pod(), pod);
    }

    /**
     * Takes an announced pod out; nothing when another pod has that name by now. A route to its address does not bring it back,
     * though the program may still name it for a while.
     */
    public Optional<PodInterface> withdraw(PodRef pod, String uid) {
        var known = announced.get(pod);
        if (known == null || !known.belongsTo(uid)) {
            return Optional.empty();
        }
        announced.remove(pod);
        withdrawn.put(pod, known);
        return Optional.of(known);
    }

    /** The program is in force: a withdrawn pod that it no longer names needs no memory. */
    public void forgetWithdrawn(NodeProgram program) {
        withdrawn.keySet().retainAll(program.endpoints().keySet());
    }

    /** Replaces what is known by routes. @return whether something changed */
    public boolean route(Map<Address, Integer> interfaces) {
        if (routed.equals(interfaces)) {
            return false;
        }
        routed.clear();
        routed.putAll(interfaces);
        return true;
    }

    /** Forgets every interface but these. @return whether one was known that is gone */
    public boolean retain(Set<Integer> present) {
        var gone = announced.values().removeIf(pod -> !present.contains(pod.ifindex()));
        gone |= adopted.values().removeIf(ifindex -> !present.contains(ifindex));
        gone |= routed.values().removeIf(ifindex -> !present.contains(ifindex));
        return gone;
    }

    /** Forgets the interface: its pod is gone. */
    public void forget(int ifindex) {
        announced.values().removeIf(pod -> pod.ifindex() == ifindex);
        adopted.values().removeIf(known -> known == ifindex);
        routed.values().removeIf(known -> known == ifindex);
    }

    /** The interface of each endpoint address of the program that has one. */
    public Map<Address, Integer> interfaces(NodeProgram program) {
        var interfaces = new HashMap<Address, Integer>();
        for (var endpoint : program.endpoints().values()) {
            for (var address : endpoint.addresses()) {
                var ifindex = find(endpoint, address);
                if (ifindex != null) {
                    interfaces.put(address, ifindex);
                }
            }
        }
        return interfaces;
    }

    private @Nullable Integer find(EndpointProgram endpoint, Address address) {
        var known = announced.get(endpoint.pod());
        if (known != null) {
            return known.belongsTo(endpoint.uid()) ? Integer.valueOf(known.ifindex()) : null;
        }
        var gone = withdrawn.get(endpoint.pod());
        if (gone != null && gone.belongsTo(endpoint.uid())) {
            return null;
        }
        var route = routed.get(address);
        return route != null ? route : adopted.get(address);
    }

    /** The interfaces of announced pods. */
    public Map<PodRef, PodInterface> announced() {
        return Map.copyOf(announced);
    }
}
