package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertState;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Alerts;
import dev.weir.alert.Alerts.Entry;
import dev.weir.alert.Alerts.RuleStatus;
import dev.weir.alert.Baseline;
import dev.weir.alert.Baselines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The alerts about what lies in the reader's namespaces; those about nodes, addresses and the store are for readers of all namespaces. To
 * mute one needs the role editor there; rules and their baselines are of the whole cluster.
 */
public final class VisibleAlerts {
    private final Alerts alerts;
    private final CurrentAccess reader;

    public VisibleAlerts(Alerts alerts, CurrentAccess reader) {
        this.alerts = alerts;
        this.reader = reader;
    }

    private static boolean may(Access access, Role role, AlertSubject subject) {
        return subject.namespace().isEmpty() ? access.mayEverywhere(role) : access.may(role, subject.namespace());
    }

    /** The newest first. */
    public List<Entry> list() {
        Access access = reader.get();
        return alerts.list().stream()
                .filter(entry -> may(access, Role.VIEWER, entry.alert().subject()))
                .toList();
    }

    public long count(AlertState state) {
        return list().stream().filter(entry -> entry.state() == state).count();
    }

    public long count(AlertRule rule, AlertState state) {
        return list().stream()
                .filter(entry -> entry.alert().rule() == rule && entry.state() == state)
                .count();
    }

    public Optional<Entry> find(String id) {
        Access access = reader.get();
        return alerts.find(id)
                .filter(entry -> may(access, Role.VIEWER, entry.alert().subject()));
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> snooze(String id, Duration length, String why, String who) {
        return changeable(id).flatMap(entry -> alerts.snooze(id, length, why, who));
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> expect(String id, Instant until, String why, String who) {
        return changeable(id).flatMap(entry -> alerts.expect(id, until, why, who));
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> unmute(String id, String who) {
        return changeable(id).flatMap(entry -> alerts.unmute(id, who));
    }

    private Optional<Entry> changeable(String id) {
        Optional<Entry> entry = find(id);
        entry.ifPresent(found -> demand(found.alert().subject()));
        return entry;
    }

    private void demand(AlertSubject subject) {
        if (subject.namespace().isEmpty()) {
            reader.get().demandEverywhere(Role.EDITOR);
        } else {
            reader.get().demand(Role.EDITOR, subject.namespace());
        }
    }

    /** See {@link Alerts#status(AlertRule)}. */
    public Optional<RuleStatus> status(AlertRule rule) {
        return alerts.status(rule);
    }

    /** See {@link Alerts#baselines}; of the whole cluster. */
    public Optional<Baselines> baselines(AlertRule rule) {
        reader.get().demandEverywhere(Role.VIEWER);
        return alerts.baselines(rule);
    }

    public void learn(AlertRule rule, Baseline baseline, String who) {
        reader.get().demandEverywhere(Role.ADMIN);
        alerts.learn(rule, baseline, who);
    }

    /** False when nothing is known of the workload. */
    public boolean forget(AlertRule rule, AlertSubject workload, String who) {
        reader.get().demandEverywhere(Role.ADMIN);
        return alerts.forget(rule, workload, who);
    }

    public Instant watchedSince() {
        return alerts.watchedSince();
    }

    public Instant lookedAt() {
        return alerts.lookedAt();
    }
}
