package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.kinds.Addresses;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.status.FieldErrors;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives services their addresses, 10.96.0.0/16 and fd00:10:96::/112, and their node ports, 30000 to 32767. What is in use is read from
 * the store, so nothing has to be given back. The caller holds one lock for all calls.
 */
public final class ServiceAddresses {

    private static final byte[] V4 = {10, 96, 0, 0};
    private static final byte[] V6 = {(byte) 0xfd, 0, 0, 0x10, 0, (byte) 0x96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    /** Low addresses are left for those who choose one. */
    private static final int FIRST = 0x100;

    private static final int LAST = 0xfffe;
    private static final int FIRST_NODE_PORT = 30_000;
    private static final int LAST_NODE_PORT = 32_767;

    private final ObjectStore store;
    private final ResourceType services;

    public ServiceAddresses(ObjectStore store, ResourceType services) {
        this.store = store;
        this.services = services;
    }

    void assign(ObjectNode service) {
        ObjectNode spec = Json.make(service, "spec");
        assignNodePorts(service, spec);
        if (Json.text(spec, "type").equals("ExternalName")
                || !Json.list(spec, "clusterIPs").isEmpty() && isHeadless(spec)) {
            return;
        }
        if (isHeadless(spec)) {
            spec.putArray("clusterIPs").add("None");
            return;
        }
        Set<String> used = usedAddresses(Json.text(service, "metadata", "uid"));
        ArrayNode addresses = Json.list(spec, "clusterIPs").deepCopy();
        String chosen = Json.text(spec, "clusterIP");
        if (addresses.isEmpty() && !chosen.isEmpty()) {
            addresses.add(chosen);
        }
        for (JsonNode address : addresses) {
            refuseUnlessFree(service, address.asString(""), used);
        }
        ArrayNode families = Json.list(spec, "ipFamilies");
        for (int i = addresses.size(); i < families.size(); i++) {
            addresses.add(free(families.get(i).asString("").equals("IPv6") ? V6 : V4, used));
        }
        spec.set("clusterIPs", addresses);
        spec.set("clusterIP", addresses.get(0));
    }

    /** An update keeps the addresses unless the service becomes one that has others. */
    void keepOrAssign(ObjectNode service, ObjectNode current) {
        ObjectNode spec = Json.make(service, "spec");
        ObjectNode before = Json.map(current, "spec");
        if (!Json.text(spec, "type").equals("ExternalName")
                && !Json.text(before, "clusterIP").isEmpty()) {
            Json.setDefault(spec, "clusterIP", Json.text(before, "clusterIP"));
            Json.setDefault(spec, "clusterIPs", Json.list(before, "clusterIPs").deepCopy());
            Json.setDefault(spec, "ipFamilies", Json.list(before, "ipFamilies").deepCopy());
        }
        services.rules().applyDefaults(service);
        assign(service);
    }

    private static boolean isHeadless(ObjectNode spec) {
        return Json.text(spec, "clusterIP").equals("None");
    }

    private Set<String> usedAddresses(String ownUid) {
        Set<String> used = new HashSet<>();
        for (StoredObject other : store.list(services.storage(), "").objects()) {
            if (!other.uid().equals(ownUid)) {
                Json.list(other.tree(), "spec", "clusterIPs").forEach(address -> used.add(address.asString("")));
            }
        }
        return used;
    }

    private void refuseUnlessFree(ObjectNode service, String address, Set<String> used) {
        FieldErrors errors = new FieldErrors();
        if (used.contains(address)) {
            errors.invalid(
                    "spec.clusterIPs",
                    address,
                    "failed to allocate IP " + address + ": provided IP is already allocated");
        } else if (!Addresses.parse(address).map(ServiceAddresses::isOurs).orElse(false)) {
            errors.invalid(
                    "spec.clusterIPs",
                    address,
                    "failed to allocate IP " + address
                            + ": the provided IP is not in the valid range. The range of valid IPs is"
                            + " 10.96.0.0/16 and fd00:10:96::/112");
        }
        if (!errors.isEmpty()) {
            throw ApiException.invalid(services.subject(Json.text(service, "metadata", "name")), errors);
        }
    }

    private static boolean isOurs(byte[] address) {
        byte[] range = address.length == 4 ? V4 : V6;
        return Arrays.equals(address, 0, range.length - 2, range, 0, range.length - 2);
    }

    private static String free(byte[] range, Set<String> used) {
        for (int host = FIRST; host <= LAST; host++) {
            String address = text(range, host);
            if (!used.contains(address)) {
                return address;
            }
        }
        throw new ApiException(500, "InternalError", "all addresses for services are in use");
    }

    private static String text(byte[] range, int host) {
        byte[] bytes = range.clone();
        bytes[bytes.length - 2] = (byte) (host >> 8);
        bytes[bytes.length - 1] = (byte) host;
        if (bytes.length == 4) {
            return "10.96." + (host >> 8) + "." + (host & 0xff);
        }
        return "fd00:10:96::" + Integer.toHexString(host);
    }

    private void assignNodePorts(ObjectNode service, ObjectNode spec) {
        String type = Json.text(spec, "type");
        List<ObjectNode> ports = new ArrayList<>();
        Json.list(spec, "ports").forEach(port -> ports.add((ObjectNode) port));
        if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
            ports.forEach(port -> port.remove("nodePort"));
            return;
        }
        Set<Long> used = usedNodePorts(Json.text(service, "metadata", "uid"));
        for (ObjectNode port : ports) {
            long chosen = Json.number(port, "nodePort");
            if (chosen == 0) {
                port.set("nodePort", Json.numberNode(freeNodePort(used)));
            } else if (!used.add(chosen)) {
                FieldErrors errors = new FieldErrors();
                errors.invalid(
                        "spec.ports[" + ports.indexOf(port) + "].nodePort",
                        chosen,
                        "provided port is already allocated");
                throw ApiException.invalid(services.subject(Json.text(service, "metadata", "name")), errors);
            }
        }
    }

    private Set<Long> usedNodePorts(String ownUid) {
        Set<Long> used = new HashSet<>();
        for (StoredObject other : store.list(services.storage(), "").objects()) {
            if (!other.uid().equals(ownUid)) {
                Json.list(other.tree(), "spec", "ports").forEach(port -> used.add(Json.number(port, "nodePort")));
            }
        }
        return used;
    }

    private static long freeNodePort(Set<Long> used) {
        for (long port = FIRST_NODE_PORT; port <= LAST_NODE_PORT; port++) {
            if (used.add(port)) {
                return port;
            }
        }
        throw new ApiException(500, "InternalError", "all node ports are in use");
    }
}
