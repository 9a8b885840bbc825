package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of ConfigMap and Secret: keys, base64, and that an immutable one stays as it is. */
public final class KeyedDataRules implements KindRules {

    private static final String KEY = "[-._a-zA-Z0-9]+";
    private static final int BYTES = 1024 * 1024;

    private final boolean secret;

    private KeyedDataRules(boolean secret) {
        this.secret = secret;
    }

    public static KeyedDataRules ofConfigMaps() {
        return new KeyedDataRules(false);
    }

    public static KeyedDataRules ofSecrets() {
        return new KeyedDataRules(true);
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        if (!secret) {
            return;
        }
        Json.setDefault(object, "type", "Opaque");
        ObjectNode texts = Json.map(object, "stringData");
        texts.properties()
                .forEach(text -> Json.make(object, "data")
                        .put(
                                text.getKey(),
                                Base64.getEncoder()
                                        .encodeToString(
                                                text.getValue().asString("").getBytes(StandardCharsets.UTF_8))));
        object.remove("stringData");
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        int bytes = 0;
        for (String part : List.of("data", "binaryData")) {
            for (var entry : Json.map(object, part).properties()) {
                String path = part + "[" + entry.getKey() + "]";
                if (!entry.getKey().matches(KEY) || entry.getKey().length() > 253) {
                    errors.invalid(
                            path,
                            entry.getKey(),
                            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
                                    + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
                }
                String value = entry.getValue().asString("");
                bytes += value.length();
                if ((secret || part.equals("binaryData")) && !isBase64(value)) {
                    errors.invalid(path, value, "illegal base64 data");
                }
            }
        }
        if (bytes > BYTES) {
            errors.tooLong("", BYTES);
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    @Override
    public void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {
        if (secret && !Json.text(updated, "type").equals(Json.text(current, "type"))) {
            errors.invalid("type", Json.text(updated, "type"), "field is immutable");
        }
        if (!Json.flag(current, "immutable")) {
            return;
        }
        if (!Json.flag(updated, "immutable")) {
            errors.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (String part : List.of("data", "binaryData")) {
            if (!Json.map(updated, part).equals(Json.map(current, part))) {
                errors.forbidden(part, "field is immutable when `immutable` is set");
            }
        }
    }
}
