package dev.weir.flow.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One question in the languages of others, as lines for a shell.
 *
 * @param hubble null when hubble cannot ask it
 * @param hubbleRefusal why not; null when it can
 */
public record Translation(
        String gcloud, @Nullable String hubble, @Nullable String hubbleRefusal, String curl) {

    static Translation of(RecordFilter filter, Condition condition, String from, String to) {
        String hubble = null;
        String refusal = null;
        try {
            hubble = HubbleWriter.write(condition, from, to);
        } catch (HubbleWriter.Untranslatable no) {
            refusal = no.getMessage();
        }
        return new Translation(gcloud(condition, from, to), hubble, refusal, curl(filter, from, to));
    }

    private static String gcloud(Condition condition, String from, String to) {
        List<String> clauses = new ArrayList<>(List.of("resource.type=\"k8s_node\"", "log_id(\"policy-action\")"));
        if (!(condition instanceof Condition.All all && all.parts().isEmpty())) {
            clauses.add(Sentence.groupOfLogEntry(condition));
        }
        String options = "";
        if (from.startsWith("-")) {
            options =
                    " --freshness=" + from.substring(1).replaceFirst("^PT?", "").toLowerCase(Locale.ROOT);
        } else if (!from.isEmpty()) {
            clauses.add("timestamp>=" + Sentence.quoted(from));
        }
        if (!to.isEmpty() && !to.startsWith("-") && !to.equals("now")) {
            clauses.add("timestamp<" + Sentence.quoted(to));
        }
        return "gcloud logging read " + shell(String.join(" AND ", clauses)) + options;
    }

    private static String curl(RecordFilter filter, String from, String to) {
        StringBuilder line =
                new StringBuilder("curl -sG \"$WEIR_SERVER/api/v1/logs\" -H \"Authorization: Bearer $WEIR_TOKEN\"");
        line.append(" -H \"Accept: application/x-ndjson\"");
        parameter(line, "filter", filter.text());
        parameter(line, "from", from);
        parameter(line, "to", to);
        return line.toString();
    }

    private static void parameter(StringBuilder line, String name, String value) {
        if (!value.isBlank()) {
            line.append(" --data-urlencode ").append(shell(name + "=" + value));
        }
    }

    /** In single quotes, where a shell changes nothing. */
    public static String shell(String word) {
        return word.matches("[A-Za-z0-9_./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
