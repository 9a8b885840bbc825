package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of services. Addresses and node ports are given elsewhere. */
public final class ServiceRules implements KindRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    @Override
    public List<String> faultsOfName(String name) {
        return Names.dns1035Label(name);
    }

    @Override
    public void applyDefaults(ObjectNode service) {
        ObjectNode spec = Json.make(service, "spec");
        Json.setDefault(spec, "type", "ClusterIP");
        Json.setDefault(spec, "sessionAffinity", "None");
        String type = Json.text(spec, "type");
        if (!type.equals("ExternalName")) {
            Json.setDefault(spec, "internalTrafficPolicy", "Cluster");
            applyFamilies(spec);
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            Json.setDefault(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer") && Json.at(spec, "allocateLoadBalancerNodePorts") == null) {
            spec.put("allocateLoadBalancerNodePorts", true);
        }
        for (JsonNode port : Json.list(spec, "ports")) {
            Json.setDefault((ObjectNode) port, "protocol", "TCP");
            Json.setDefault((ObjectNode) port, "targetPort", Json.number(port, "port"));
        }
        ObjectNode status = Json.make(service, "status");
        if (Json.at(status, "loadBalancer") == null) {
            status.putObject("loadBalancer");
        }
    }

    private static void applyFamilies(ObjectNode spec) {
        ArrayNode chosen = Json.list(spec, "ipFamilies").deepCopy();
        ArrayNode addresses = Json.list(spec, "clusterIPs").deepCopy();
        if (addresses.isEmpty() && !Json.text(spec, "clusterIP").isEmpty()) {
            addresses.add(Json.text(spec, "clusterIP"));
        }
        if (chosen.isEmpty()) {
            addresses.forEach(address -> {
                if (!address.asString("").equals("None")) {
                    chosen.add(address.asString("").contains(":") ? "IPv6" : "IPv4");
                }
            });
        }
        Json.setDefault(spec, "ipFamilyPolicy", chosen.size() > 1 ? "RequireDualStack" : "SingleStack");
        if (chosen.isEmpty()) {
            chosen.add("IPv4");
        }
        boolean dual = !Json.text(spec, "ipFamilyPolicy").equals("SingleStack");
        if (dual && chosen.size() == 1) {
            chosen.add(chosen.get(0).asString("").equals("IPv4") ? "IPv6" : "IPv4");
        }
        spec.set("ipFamilies", chosen);
    }

    @Override
    public void validate(ObjectNode service, FieldErrors errors) {
        ObjectNode spec = Json.map(service, "spec");
        String type = Json.text(spec, "type");
        if (!TYPES.contains(type)) {
            errors.notSupported("spec.type", type, TYPES);
        }
        if (type.equals("ExternalName") && Json.text(spec, "externalName").isEmpty()) {
            errors.required("spec.externalName", "");
        }
        boolean portless =
                type.equals("ExternalName") || Json.text(spec, "clusterIP").equals("None");
        if (Json.list(spec, "ports").isEmpty() && !portless) {
            errors.required("spec.ports", "");
        }
        ObjectMetadata.validateLabels(Json.map(spec, "selector"), "spec.selector", errors);
        validatePorts(Json.list(spec, "ports"), errors);
        for (int i = 0; i < Json.list(spec, "externalIPs").size(); i++) {
            String address = Json.list(spec, "externalIPs").get(i).asString("");
            if (Addresses.parse(address).isEmpty()) {
                errors.invalid(
                        "spec.externalIPs[" + i + "]",
                        address,
                        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            }
        }
    }

    private static void validatePorts(ArrayNode ports, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = "spec.ports[" + i + "]";
            String name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                errors.required(at + ".name", "");
            } else if (!name.isEmpty()) {
                Names.label(name).forEach(fault -> errors.invalid(at + ".name", name, fault));
                if (!names.add(name)) {
                    errors.duplicate(at + ".name", name);
                }
            }
            long number = Json.number(port, "port");
            String protocol = Json.text(port, "protocol");
            Names.portNumber(number).forEach(fault -> errors.invalid(at + ".port", number, fault));
            if (!PROTOCOLS.contains(protocol)) {
                errors.notSupported(at + ".protocol", protocol, PROTOCOLS);
            }
            validateTargetPort(Json.at(port, "targetPort"), at + ".targetPort", errors);
            if (!numbers.add(protocol + number)) {
                errors.duplicate(at, "{\"protocol\":\"" + protocol + "\",\"port\":" + number + "}");
            }
        }
    }

    private static void validateTargetPort(@Nullable JsonNode target, String path, FieldErrors errors) {
        if (target == null) {
            return;
        }
        if (target.isString()) {
            String name = target.stringValue();
            Names.portName(name).forEach(fault -> errors.invalid(path, name, fault));
        } else {
            long number = target.longValue();
            Names.portNumber(number).forEach(fault -> errors.invalid(path, number, fault));
        }
    }

    @Override
    public void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {
        String before = Json.text(current, "spec", "clusterIP");
        String after = Json.text(updated, "spec", "clusterIP");
        boolean external = Json.text(updated, "spec", "type").equals("ExternalName");
        if (!before.isEmpty() && !before.equals(after) && !external) {
            errors.invalid("spec.clusterIPs[0]", after, "may not change once set");
        }
    }
}
