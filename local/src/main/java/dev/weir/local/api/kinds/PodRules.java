package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Validation of pods, and what of a pod cannot be changed. Defaults are in {@link PodDefaults}. */
public final class PodRules implements KindRules {

    private static final String IMMUTABLE = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
            + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
    private static final List<String> CHANGEABLE =
            List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds");

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void admit(ObjectNode pod) {
        PodDefaults.admit(pod);
    }

    @Override
    public void validate(ObjectNode pod, FieldErrors errors) {
        ObjectNode spec = Json.map(pod, "spec");
        Set<String> names = new HashSet<>();
        if (Json.list(spec, "containers").isEmpty()) {
            errors.required("spec.containers", "");
        }
        validateContainers(Json.list(spec, "initContainers"), "spec.initContainers", names, errors);
        validateContainers(Json.list(spec, "containers"), "spec.containers", names, errors);
        String policy = Json.text(spec, "restartPolicy");
        if (!List.of("Always", "OnFailure", "Never").contains(policy)) {
            errors.notSupported("spec.restartPolicy", policy, List.of("Always", "Never", "OnFailure"));
        }
        String node = Json.text(spec, "nodeName");
        if (!node.isEmpty()) {
            Names.subdomain(node).forEach(fault -> errors.invalid("spec.nodeName", node, fault));
        }
        ObjectMetadata.validateLabels(Json.map(spec, "nodeSelector"), "spec.nodeSelector", errors);
    }

    private static void validateContainers(ArrayNode containers, String path, Set<String> names, FieldErrors errors) {
        for (int i = 0; i < containers.size(); i++) {
            JsonNode container = containers.get(i);
            String at = path + "[" + i + "]";
            String name = Json.text(container, "name");
            if (name.isEmpty()) {
                errors.required(at + ".name", "");
            } else {
                Names.label(name).forEach(fault -> errors.invalid(at + ".name", name, fault));
            }
            if (!name.isEmpty() && !names.add(name)) {
                errors.duplicate(at + ".name", name);
            }
            if (Json.text(container, "image").isBlank()) {
                errors.required(at + ".image", "");
            }
            validatePorts(Json.list(container, "ports"), at + ".ports", errors);
        }
    }

    private static void validatePorts(ArrayNode ports, String path, FieldErrors errors) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String at = path + "[" + i + "]";
            String name = Json.text(port, "name");
            if (!name.isEmpty()) {
                Names.portName(name).forEach(fault -> errors.invalid(at + ".name", name, fault));
                if (!names.add(name)) {
                    errors.duplicate(at + ".name", name);
                }
            }
            if (Json.at(port, "containerPort") == null) {
                errors.required(at + ".containerPort", "");
            } else {
                long number = Json.number(port, "containerPort");
                Names.portNumber(number).forEach(fault -> errors.invalid(at + ".containerPort", number, fault));
            }
            String protocol = Json.text(port, "protocol");
            if (!List.of("TCP", "UDP", "SCTP").contains(protocol)) {
                errors.notSupported(at + ".protocol", protocol, List.of("SCTP", "TCP", "UDP"));
            }
        }
    }

    @Override
    public void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {
        if (!fixedPart(updated).equals(fixedPart(current))) {
            errors.forbidden("spec", IMMUTABLE);
        }
        ArrayNode before = Json.list(current, "spec", "tolerations");
        ArrayNode after = Json.list(updated, "spec", "tolerations");
        if (!after.values().containsAll(before.values())) {
            errors.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static ObjectNode fixedPart(ObjectNode pod) {
        ObjectNode spec = Json.map(pod, "spec").deepCopy();
        spec.remove(CHANGEABLE);
        for (String containers : List.of("containers", "initContainers")) {
            Json.list(spec, containers).forEach(container -> ((ObjectNode) container).remove("image"));
        }
        return spec;
    }
}
