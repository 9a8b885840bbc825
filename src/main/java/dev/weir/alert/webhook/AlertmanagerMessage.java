package dev.weir.alert.webhook;

import dev.weir.alert.Alert;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Evidence;
import dev.weir.alert.Measure;
import dev.weir.alert.Notice;
import dev.weir.alert.Webhook;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The body of {@code POST /api/v2/alerts}: labels say which alert it is, annotations what there is to say about it. */
final class AlertmanagerMessage {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AlertmanagerMessage() {}

    static String of(List<Notice> notices, Webhook webhook) {
        return JSON.writeValueAsString(
                notices.stream().map(notice -> entry(notice, webhook)).toList());
    }

    private static Map<String, Object> entry(Notice notice, Webhook webhook) {
        Alert alert = notice.alert();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("labels", labels(notice));
        entry.put("annotations", annotations(alert, webhook));
        entry.put("startsAt", alert.since().toString());
        entry.put("endsAt", notice.endsAt().toString());
        if (!webhook.consoleAddress().isEmpty()) {
            entry.put("generatorURL", console(webhook) + "/alerts#" + alert.id());
        }
        return entry;
    }

    /** Stable while the alert lasts: Alertmanager knows an alert by them. */
    private static Map<String, String> labels(Notice notice) {
        Alert alert = notice.alert();
        AlertSubject subject = alert.subject();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(
                "alertname",
                notice.test() ? "WeirTest" : "Weir" + camelCase(alert.rule().label()));
        labels.put("severity", alert.rule().severity().label());
        labels.put("rule", alert.rule().label());
        if (!subject.namespace().isEmpty()) {
            labels.put("namespace", subject.namespace());
        }
        labels.put(subject.kind().label(), subject.name());
        return labels;
    }

    private static String camelCase(String label) {
        return Arrays.stream(label.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static Map<String, String> annotations(Alert alert, Webhook webhook) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", alert.summary());
        Measure measure = alert.measure();
        annotations.put("value", measure.value() + " " + measure.unit());
        annotations.put("threshold", Double.toString(measure.threshold()));
        if (measure.baseline() != null) {
            annotations.put("baseline", measure.baseline().toString());
        }
        annotations.put("filter", alert.evidence().filter());
        if (!webhook.consoleAddress().isEmpty()) {
            annotations.put("evidence", console(webhook) + logs(alert.evidence()));
        }
        return annotations;
    }

    private static String console(Webhook webhook) {
        String address = webhook.consoleAddress();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String logs(Evidence evidence) {
        return "/logs?q=" + URLEncoder.encode(evidence.filter(), StandardCharsets.UTF_8) + "&from=" + evidence.from()
                + "&to=" + evidence.to();
    }
}
