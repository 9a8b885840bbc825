package dev.weir.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The alerts there are, and how they begin and end. Bounded. Safe to call from many threads. */
final class AlertBook {
    static final int MOST = 1000;
    /** An alert is over when its rule has not held for so long: what comes and goes within it is one alert. */
    static final Duration HOLD = Duration.ofMinutes(1);

    private static final Duration KEPT = Duration.ofDays(7);
    private static final Comparator<Alert> NEWEST_FIRST = Comparator.comparing(Alert::since)
            .reversed()
            .thenComparing(Alert::rule)
            .thenComparing(Alert::subject);

    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private long changes;

    AlertBook(Collection<Alert> alerts) {
        alerts.forEach(alert -> this.alerts.put(alert.id(), alert));
    }

    /**
     * A rule was looked at, and holds for these and for nobody else.
     *
     * @return for how many there was no room
     */
    synchronized long judge(AlertRule rule, List<Finding> findings, Instant now) {
        Set<String> found = findings.stream()
                .map(finding -> Alert.id(rule, finding.subject()))
                .collect(Collectors.toSet());
        long leftOut = 0;
        for (Finding finding : findings) {
            if (!enter(rule, finding, now)) {
                leftOut++;
            }
        }
        endAll(
                rule,
                now,
                alert -> !found.contains(alert.id())
                        && !alert.lastSeen().plus(HOLD).isAfter(now));
        return leftOut;
    }

    private boolean enter(AlertRule rule, Finding finding, Instant now) {
        Alert known = alerts.get(Alert.id(rule, finding.subject()));
        if (known == null && !hasRoom()) {
            return false;
        }
        Alert alert = known == null ? Alert.of(rule, finding, now) : known.seen(finding, now);
        if (known == null || known.over()) {
            changes++;
        }
        alerts.put(alert.id(), alert);
        return true;
    }

    /** Makes room at the cost of what has been over for longest. */
    private boolean hasRoom() {
        if (alerts.size() < MOST) {
            return true;
        }
        Optional<Alert> oldest =
                alerts.values().stream().filter(Alert::over).min(Comparator.comparing(Alert::lastSeen));
        oldest.ifPresent(alert -> alerts.remove(alert.id()));
        return oldest.isPresent();
    }

    /** Nobody looks at this rule any more. */
    synchronized void close(AlertRule rule, Instant now) {
        endAll(rule, now, alert -> true);
    }

    private void endAll(AlertRule rule, Instant now, Predicate<Alert> which) {
        alerts.replaceAll((id, alert) -> {
            if (alert.rule() != rule || alert.over() || !which.test(alert)) {
                return alert;
            }
            changes++;
            return alert.resolvedAt(now);
        });
    }

    synchronized void forget(Instant now) {
        Instant oldest = now.minus(KEPT);
        alerts.values().removeIf(alert -> alert.over() && alert.lastSeen().isBefore(oldest));
    }

    synchronized Optional<Alert> find(String id) {
        return Optional.ofNullable(alerts.get(id));
    }

    /** The newest first. */
    synchronized List<Alert> all() {
        List<Alert> list = new ArrayList<>(alerts.values());
        list.sort(NEWEST_FIRST);
        return list;
    }

    /** Grows when an alert begins or ends. */
    synchronized long changes() {
        return changes;
    }
}
