package dev.weir.console;

import dev.weir.alert.AlertRule;
import dev.weir.alert.Evidence;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of the pages about alerts. */
final class AlertsAddress {
    private AlertsAddress() {}

    static String alert(String id) {
        return UriComponentsBuilder.fromPath("/alerts").pathSegment(id).toUriString();
    }

    static String rule(AlertRule rule) {
        return "/alerts/rules/" + rule.label();
    }

    /** The Logs page with exactly that question. */
    static String evidence(Evidence evidence) {
        return LogsAddress.of(
                "/logs",
                new String[] {"q", evidence.filter()},
                new String[] {"from", evidence.from().toString()},
                new String[] {"to", evidence.to().toString()});
    }

    /** The same for a program, as a command. */
    static String curl(Evidence evidence) {
        return "curl -H \"Authorization: Bearer $(./weir token)\" -G http://127.0.0.1:8620/api/v1/logs --data-urlencode '"
                + "filter=" + evidence.filter() + "' -d from=" + evidence.from() + " -d to=" + evidence.to();
    }
}
