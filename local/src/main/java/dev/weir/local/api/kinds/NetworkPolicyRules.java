package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of NetworkPolicy, as Kubernetes 1.32 does them. */
public final class NetworkPolicyRules implements KindRules {

    private static final List<String> DIRECTIONS = List.of("Ingress", "Egress");
    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
    private static final String NOT_A_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    @Override
    public void applyDefaults(ObjectNode policy) {
        ObjectNode spec = Json.make(policy, "spec");
        for (String direction : List.of("ingress", "egress")) {
            for (JsonNode rule : Json.list(spec, direction)) {
                for (JsonNode port : Json.list(rule, "ports")) {
                    Json.setDefault((ObjectNode) port, "protocol", "TCP");
                }
            }
        }
        if (!spec.path("podSelector").isObject()) {
            spec.putObject("podSelector");
        }
        if (Json.list(spec, "policyTypes").isEmpty()) {
            // "If this field is not specified, it will default based on the existence of ingress or egress rules;
            // policies that contain
            // an egress section are assumed to affect egress, and all policies (whether or not they contain an ingress
            // section) are
            // assumed to affect ingress." - NetworkPolicySpec.policyTypes
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!Json.list(spec, "egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    @Override
    public void validate(ObjectNode policy, FieldErrors errors) {
        ObjectNode spec = Json.map(policy, "spec");
        LabelSelectorRules.validate(Json.map(spec, "podSelector"), "spec.podSelector", errors);
        validateRules(spec, "ingress", "from", errors);
        validateRules(spec, "egress", "to", errors);
        validateTypes(Json.list(spec, "policyTypes"), errors);
    }

    private static void validateRules(ObjectNode spec, String direction, String peers, FieldErrors errors) {
        ArrayNode rules = Json.list(spec, direction);
        for (int i = 0; i < rules.size(); i++) {
            String path = "spec." + direction + "[" + i + "]";
            ArrayNode ports = Json.list(rules.get(i), "ports");
            for (int j = 0; j < ports.size(); j++) {
                validatePort(ports.get(j), path + ".ports[" + j + "]", errors);
            }
            ArrayNode peerList = Json.list(rules.get(i), peers);
            for (int j = 0; j < peerList.size(); j++) {
                validatePeer(peerList.get(j), path + "." + peers + "[" + j + "]", errors);
            }
        }
    }

    private static void validateTypes(ArrayNode types, FieldErrors errors) {
        if (types.size() > DIRECTIONS.size()) {
            errors.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
            return;
        }
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i).asString("");
            if (!DIRECTIONS.contains(type)) {
                errors.notSupported("spec.policyTypes[" + i + "]", type, DIRECTIONS);
            }
        }
    }

    private static void validatePort(JsonNode port, String path, FieldErrors errors) {
        JsonNode protocol = Json.at(port, "protocol");
        if (protocol != null && !PROTOCOLS.contains(protocol.asString(""))) {
            errors.notSupported(path + ".protocol", protocol.asString(""), PROTOCOLS);
        }
        JsonNode number = Json.at(port, "port");
        JsonNode end = Json.at(port, "endPort");
        if (number == null) {
            if (end != null) {
                errors.invalid(path + ".endPort", end.longValue(), "may not be specified when `port` is not specified");
            }
        } else if (number.isString()) {
            if (end != null) {
                errors.invalid(path + ".endPort", end.longValue(), "may not be specified when `port` is non-numeric");
            }
            String name = number.stringValue();
            Names.portName(name).forEach(fault -> errors.invalid(path + ".port", name, fault));
        } else {
            validateRange(number.longValue(), end, path, errors);
        }
    }

    private static void validateRange(long first, @Nullable JsonNode end, String path, FieldErrors errors) {
        Names.portNumber(first).forEach(fault -> errors.invalid(path + ".port", first, fault));
        if (end != null) {
            if (end.longValue() < first) {
                // A Kubernetes API server names the value of port here, not of endPort.
                errors.invalid(path + ".endPort", first, "must be greater than or equal to `port`");
            }
            Names.portNumber(end.longValue())
                    .forEach(fault -> errors.invalid(path + ".endPort", end.longValue(), fault));
        }
    }

    private static void validatePeer(JsonNode peer, String path, FieldErrors errors) {
        int kinds = 0;
        for (String selector : List.of("podSelector", "namespaceSelector")) {
            JsonNode found = Json.at(peer, selector);
            if (found != null) {
                kinds++;
                LabelSelectorRules.validate(found, path + "." + selector, errors);
            }
        }
        JsonNode block = Json.at(peer, "ipBlock");
        if (block != null) {
            kinds++;
            validateBlock(block, path + ".ipBlock", errors);
        }
        if (kinds == 0) {
            errors.required(path, "must specify a peer");
        } else if (kinds > 1 && block != null) {
            errors.forbidden(path, "may not specify both ipBlock and another peer");
        }
    }

    private static void validateBlock(JsonNode block, String path, FieldErrors errors) {
        String text = Json.text(block, "cidr");
        if (text.isEmpty()) {
            errors.required(path + ".cidr", "");
            return;
        }
        Optional<CidrBlock> cidr = CidrBlock.parse(text);
        if (cidr.isEmpty()) {
            errors.invalid(path + ".cidr", text, NOT_A_CIDR);
            return;
        }
        ArrayNode exceptions = Json.list(block, "except");
        for (int i = 0; i < exceptions.size(); i++) {
            String exception = exceptions.get(i).asString("");
            String exceptionPath = path + ".except[" + i + "]";
            Optional<CidrBlock> inner = CidrBlock.parse(exception);
            if (inner.isEmpty()) {
                errors.invalid(exceptionPath, exception, NOT_A_CIDR);
            } else if (!cidr.get().hasStrictSubset(inner.get())) {
                errors.invalid(exceptionPath, exception, "must be a strict subset of `cidr`");
            }
        }
    }
}
