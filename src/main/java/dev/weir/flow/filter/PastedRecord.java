package dev.weir.flow.filter;

import dev.weir.net.IpAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record as JSON: a line of {@code policy_action.log}, an entry of Cloud Logging, an item of our own API, or a flow of {@code hubble observe
 * -o json}. It becomes the question that finds it: both ends, the verdict, and the seconds around its time.
 */
public final class PastedRecord {
    private static final Duration AROUND = Duration.ofSeconds(5);
    private static final String RIGHT =
            "Paste one record: a line of policy_action.log, an item of gcloud logging read --format=json, of hubble observe -o json, or of /api/v1/logs.";

    private final String text;
    private final List<String> clauses = new ArrayList<>();

    private PastedRecord(String text) {
        this.text = text;
    }

    /** Whether the text is meant as JSON. */
    public static boolean isJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.matches("(?s)\\[\\s*\\{.*");
    }

    /** The tree of one object; a list of one is that one. Throws {@link FilterSyntaxException}. */
    public static JsonNode tree(String text) {
        try {
            JsonNode tree = JsonMapper.shared().readTree(text);
            if (tree.isArray() && tree.size() == 1) {
                return tree.get(0);
            }
            if (tree.isObject()) {
                return tree;
            }
            throw new FilterSyntaxException(text, 0, "These are " + tree.size() + " records.", RIGHT);
        } catch (JacksonException wrong) {
            int offset = wrong.getLocation() == null
                    ? 0
                    : (int) Math.clamp(wrong.getLocation().getCharOffset(), 0, text.length());
            throw new FilterSyntaxException(text, offset, "This is not the JSON of one record.", RIGHT);
        }
    }

    /** The name of a record that came from our own API. */
    public static Optional<String> id(JsonNode tree) {
        String id = tree.at("/weir/id").asString("");
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    static PastedQuery query(String text) {
        JsonNode tree = tree(text);
        JsonNode payload = tree.has("jsonPayload") ? tree.path("jsonPayload") : tree;
        PastedRecord record = new PastedRecord(text);
        if (payload.path("connection").isObject()) {
            record.readConnection(payload);
            String time = payload.path("timestamp").asString("");
            return record.around(time.isEmpty() ? tree.path("timestamp").asString("") : time);
        }
        JsonNode flow = tree.has("flow") ? tree.path("flow") : tree;
        if (flow.path("IP").isObject()) {
            record.readFlow(flow);
            return record.around(flow.path("time").asString(""));
        }
        throw new FilterSyntaxException(text, 0, "This JSON has no connection, so it is no record.", RIGHT);
    }

    private void readConnection(JsonNode record) {
        JsonNode connection = record.path("connection");
        end("src", connection.path("src_ip").asString(""), connection.path("src_port"));
        end("dest", connection.path("dest_ip").asString(""), connection.path("dest_port"));
        word("connection.protocol", connection.path("protocol").asString(""));
        word("connection.direction", connection.path("direction").asString(""));
        word("disposition", record.path("disposition").asString(""));
    }

    private void readFlow(JsonNode flow) {
        JsonNode transport = flow.path("l4").path("TCP").isObject()
                ? flow.path("l4").path("TCP")
                : flow.path("l4").path("UDP");
        end("src", flow.at("/IP/source").asString(""), transport.path("source_port"));
        end("dest", flow.at("/IP/destination").asString(""), transport.path("destination_port"));
        word("connection.direction", flow.path("traffic_direction").asString(""));
        word("disposition", disposition(flow.path("verdict").asString("")));
    }

    private static String disposition(String verdict) {
        return switch (verdict) {
            case "DROPPED" -> "deny";
            case "FORWARDED", "REDIRECTED" -> "allow";
            default -> "";
        };
    }

    private void end(String side, String address, JsonNode port) {
        try {
            clauses.add("connection." + side + "_ip="
                    + Sentence.quoted(IpAddress.parse(address).toString()));
        } catch (IllegalArgumentException wrong) {
            throw new FilterSyntaxException(
                    text,
                    Math.max(0, text.indexOf(address)),
                    "The record’s " + side + "_ip is not an IP address.",
                    RIGHT);
        }
        int number = port.asInt(0);
        if (number > 0) {
            clauses.add("connection." + side + "_port=" + number);
        }
    }

    private void word(String field, String value) {
        if (!value.isEmpty()) {
            clauses.add(field + "=" + Sentence.quoted(value.toLowerCase(Locale.ROOT)));
        }
    }

    /** Without a time the usual one is searched. */
    private PastedQuery around(String timestamp) {
        Instant time = timestamp.isEmpty() ? null : time(timestamp);
        return new PastedQuery(
                PastedQuery.Language.RECORD,
                String.join(" AND ", clauses),
                shifted(time, AROUND.negated()),
                shifted(time, AROUND),
                0,
                false,
                false);
    }

    private static String shifted(@Nullable Instant time, Duration by) {
        return time == null ? "" : time.plus(by).toString();
    }

    private Instant time(String timestamp) {
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException wrong) {
            throw new FilterSyntaxException(
                    text,
                    Math.max(0, text.indexOf(timestamp)),
                    "\"" + timestamp + "\" is not a time.",
                    "Write RFC 3339, such as 2026-01-31T10:00:00Z.");
        }
    }
}
