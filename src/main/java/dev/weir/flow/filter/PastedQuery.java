package dev.weir.flow.filter;

import dev.weir.flow.filter.ShellWords.Word;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question as somebody pasted it: a filter in our own language, which is Cloud Logging's; a line of {@code gcloud logging read} or
 * {@code hubble observe}, with or without the command's name; an address of this server, with or without {@code curl}; one end or both of a
 * connection; or a record as JSON.
 *
 * @param filter in our own language
 * @param from as the parameter of that name; empty when the text does not say
 * @param limit 0 when the text does not say
 * @param live whether it asks for records as they come
 */
public record PastedQuery(
        Language language, String filter, String from, String to, int limit, boolean oldestFirst, boolean live) {
    private static final Pattern COMMAND =
            Pattern.compile("\\s*(?:\\$\\s+)?(?:kubectl\\s[^\\n]*?\\s--\\s+)?(hubble|gcloud|curl)\\s");
    private static final String SERVER = "(?:https?://[^\\s/]+|\\$\\{?[A-Z_]+}?)";
    private static final Pattern ADDRESS = Pattern.compile(SERVER + "/(?:api/v1/)?logs(?:/[a-z]+)?(?:\\?(\\S*))?");
    private static final Pattern OF_A_PAGE = Pattern.compile("\\s*(?:kubectl\\s|" + SERVER + "/)(?s:.*)");

    private static final Map<String, String> FORM_FIELDS = new TreeMap<>(
            Map.of("verdict", "disposition", "ns", "ns", "pod", "pod", "port", "port", "policy", "policy"));

    /** In what it was written. */
    public enum Language {
        FILTER,
        HUBBLE,
        GCLOUD,
        ADDRESS,
        /** One end of connections, or both. */
        ENDS,
        /** A record as JSON. */
        RECORD,
        /** A line about a pod or a workload. */
        KUBECTL
    }

    /** Recognises and translates; throws {@link FilterSyntaxException} where that cannot be done. The filter itself is not read yet. */
    public static PastedQuery of(String text) {
        if (text.length() > RecordFilter.MAX_LENGTH) {
            throw RecordFilter.tooLong(text);
        }
        Matcher command = COMMAND.matcher(text);
        if (command.lookingAt()) {
            List<Word> words = ShellWords.of(text);
            List<Word> rest = words.stream()
                    .filter(word -> word.offset() >= command.end(1))
                    .toList();
            return switch (command.group(1)) {
                case "hubble" -> HubbleCommand.translate(text, rest);
                case "gcloud" -> GcloudCommand.translate(text, rest);
                default -> ofCurl(text, rest);
            };
        }
        if (HubbleFlags.begins(text)) {
            return HubbleCommand.translate(text, ShellWords.of(text));
        }
        Matcher address = ADDRESS.matcher(text.strip());
        if (address.matches()) {
            return ofParameters(parameters(text, address));
        }
        if (PastedRecord.isJson(text)) {
            return PastedRecord.query(text);
        }
        return PastedEnds.filter(text)
                .map(filter -> new PastedQuery(Language.ENDS, filter, "", "", 0, false, false))
                .orElseGet(() -> ofFilter(text));
    }

    private static PastedQuery ofFilter(String text) {
        if (OF_A_PAGE.matcher(text).matches()) {
            throw new FilterSyntaxException(
                    text,
                    0,
                    "This leads to a page and is no filter of records.",
                    "Paste it into the field at the top of the page, or give it to /api/v1/queries/find.");
        }
        FilterSpan span = RecordFilter.parse(text).span();
        return new PastedQuery(Language.FILTER, text, span.from(), span.to(), 0, false, false);
    }

    /** Reads the filter; throws {@link FilterSyntaxException}. */
    public RecordFilter recordFilter() {
        return RecordFilter.parse(filter);
    }

    private static PastedQuery ofCurl(String text, List<Word> words) {
        Map<String, String> parameters = new HashMap<>();
        boolean found = false;
        for (Word word : words) {
            Matcher address = ADDRESS.matcher(word.text());
            if (address.matches()) {
                found = true;
                parameters.putAll(parameters(text, address));
            } else if (word.text().matches("(filter|from|to|limit|order|follow)=(?s:.*)")) {
                int equals = word.text().indexOf('=');
                parameters.put(word.text().substring(0, equals), word.text().substring(equals + 1));
            }
        }
        if (!found) {
            throw new FilterSyntaxException(
                    text,
                    0,
                    "This curl does not call /api/v1/logs.",
                    "Paste a call of /api/v1/logs, or its filter alone.");
        }
        return ofParameters(parameters);
    }

    private static PastedQuery ofParameters(Map<String, String> given) {
        String limit = given.getOrDefault("limit", "");
        return new PastedQuery(
                Language.ADDRESS,
                filter(given),
                given.getOrDefault("from", ""),
                given.getOrDefault("to", ""),
                limit.matches("\\d{1,5}") ? Integer.parseInt(limit) : 0,
                "asc".equals(given.get("order")),
                "true".equals(given.get("follow")) || "1".equals(given.get("live")));
    }

    /** The filter, and the fields of the form of the Logs page. */
    private static String filter(Map<String, String> given) {
        List<String> clauses = new ArrayList<>();
        String written = given.getOrDefault("filter", given.getOrDefault("q", ""));
        FORM_FIELDS.forEach((parameter, field) -> {
            String value = given.getOrDefault(parameter, "");
            if (!value.isEmpty()) {
                clauses.add(field + "=" + Sentence.quoted(value));
            }
        });
        if (!written.isBlank()) {
            clauses.addFirst(clauses.isEmpty() ? written : "(" + written + "\n)");
        }
        return String.join(" AND ", clauses);
    }

    private static Map<String, String> parameters(String text, Matcher address) {
        Map<String, String> parameters = new HashMap<>();
        String query = address.group(1) == null ? "" : address.group(1);
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(text, pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw new FilterSyntaxException(
                    text,
                    Math.max(0, text.indexOf(value)),
                    "This part of the address cannot be decoded.",
                    "Copy the whole address again, or paste its filter alone.");
        }
    }
}
