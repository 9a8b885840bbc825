package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of EndpointSlice. */
public final class EndpointSliceRules implements KindRules {

    private static final List<String> TYPES = List.of("FQDN", "IPv4", "IPv6");

    @Override
    public void applyDefaults(ObjectNode slice) {
        for (JsonNode port : Json.list(slice, "ports")) {
            Json.setDefault((ObjectNode) port, "protocol", "TCP");
            if (Json.at(port, "name") == null) {
                ((ObjectNode) port).put("name", "");
            }
        }
        for (String list : List.of("endpoints", "ports")) {
            if (!slice.path(list).isArray()) {
                slice.putArray(list);
            }
        }
    }

    @Override
    public void validate(ObjectNode slice, FieldErrors errors) {
        String type = Json.text(slice, "addressType");
        if (type.isEmpty()) {
            errors.required("addressType", "");
        } else if (!TYPES.contains(type)) {
            errors.notSupported("addressType", type, TYPES);
        }
        ArrayNode endpoints = Json.list(slice, "endpoints");
        for (int i = 0; i < endpoints.size(); i++) {
            validateAddresses(Json.list(endpoints.get(i), "addresses"), type, "endpoints[" + i + "].addresses", errors);
        }
    }

    private static void validateAddresses(ArrayNode addresses, String type, String path, FieldErrors errors) {
        if (addresses.isEmpty()) {
            errors.required(path, "must contain at least 1 endpoint");
        }
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i).asString("");
            int bytes = Addresses.parse(address).map(parsed -> parsed.length).orElse(0);
            if (type.equals("IPv4") && bytes != 4) {
                errors.invalid(path + "[" + i + "]", address, "must be a valid IPv4 address");
            } else if (type.equals("IPv6") && bytes != 16) {
                errors.invalid(path + "[" + i + "]", address, "must be a valid IPv6 address");
            }
        }
    }

    @Override
    public void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {
        if (!Json.text(updated, "addressType").equals(Json.text(current, "addressType"))) {
            errors.invalid("addressType", Json.text(updated, "addressType"), "field is immutable");
        }
    }
}
