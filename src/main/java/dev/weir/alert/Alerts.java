package dev.weir.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch: looks at every rule, keeps what was found, and lets people say what is to be done about it. */
public final class Alerts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    /** What happened longer ago while nobody looked is not looked at any more: the questions stay small. */
    private static final Duration LOOK_BACK = Duration.ofHours(24);

    private final AlertMemory memory;
    private final AlertSettings settings;
    private final Map<AlertRule, Detector> detectors = new EnumMap<>(AlertRule.class);
    private final Map<AlertRule, RuleStatus> statuses = new EnumMap<>(AlertRule.class);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;

    public Alerts(AlertMemory memory, AlertSettings settings, Collection<Detector> detectors, Clock clock) {
        this.memory = memory;
        this.settings = settings;
        this.clock = clock;
        detectors.forEach(detector -> this.detectors.put(detector.rule(), detector));
    }

    /**
     * An alert with what is to be done about it.
     *
     * @param mute null when nobody has snoozed or expected it
     */
    public record Entry(
            Alert alert, AlertState state, @Nullable Mute mute) {}

    /**
     * How a rule's last look went.
     *
     * @param took how long
     * @param notes what a reader must know of it
     */
    public record RuleStatus(Instant at, Duration took, List<String> notes) {}

    /** The listener is called after every look, and whenever somebody has muted an alert or does so no more. It must not wait. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Looks at every rule. A rule that cannot be looked at keeps its alerts as they are and says why. */
    public void look() {
        Instant now = clock.instant();
        Instant last = later(memory.lookedAt(), now.minus(LOOK_BACK));
        detectors.values().forEach(detector -> look(detector, now, last));
        memory.book().forget(now);
        memory.lookedAt(now);
        memory.writeIfDue();
        tell();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void look(Detector detector, Instant now, Instant last) {
        AlertRule rule = detector.rule();
        Instant started = clock.instant();
        RuleSettings current = settings.of(rule);
        if (!current.enabled()) {
            memory.book().close(rule, now);
            status(rule, started, List.of());
            return;
        }
        try {
            Looked looked = detector.look(new Look(now, last, memory.watchedSince(), current));
            long leftOut = memory.book().judge(rule, looked.findings(), now);
            status(rule, started, leftOut == 0 ? looked.notes() : withLeftOut(looked.notes(), leftOut));
        } catch (RuntimeException failed) {
            LOG.warn("The rule {} could not be looked at.", rule.label(), failed);
            status(
                    rule,
                    started,
                    List.of("The last look failed; what is shown is of the one before. The log says why."));
        }
    }

    private static List<String> withLeftOut(List<String> notes, long leftOut) {
        return Stream.concat(notes.stream(), Stream.of("No room for " + leftOut + " more alerts of this rule."))
                .toList();
    }

    private void status(AlertRule rule, Instant started, List<String> notes) {
        synchronized (statuses) {
            statuses.put(rule, new RuleStatus(started, Duration.between(started, clock.instant()), notes));
        }
    }

    /** Empty until it was looked at in this process. */
    public Optional<RuleStatus> status(AlertRule rule) {
        synchronized (statuses) {
            return Optional.ofNullable(statuses.get(rule));
        }
    }

    /** What is usual under a rule; empty for a rule that compares with nothing. */
    public Optional<Baselines> baselines(AlertRule rule) {
        return switch (rule) {
            case FIRST_SEEN_EGRESS -> Optional.of(memory.destinations());
            case DENIED_SPIKE -> Optional.of(memory.denials());
            case POLICY_STOPPED -> Optional.of(memory.admissions());
            case SCAN, RECORDS_INCOMPLETE, NODE_BEHIND, EXPECTATION_BROKEN -> Optional.empty();
        };
    }

    /** Sets what is usual. */
    public void learn(AlertRule rule, Baseline baseline, String who) {
        Baselines baselines = baselines(rule).orElseThrow(() -> new AlertException("This rule has no baseline."));
        baselines.put(baseline);
        settings.note(who, rule.label() + ": baseline of " + baseline.subject() + " set");
        memory.write();
    }

    /** False when nothing is known of the workload. */
    public boolean forget(AlertRule rule, AlertSubject workload, String who) {
        boolean known = baselines(rule).map(all -> all.remove(workload)).orElse(false);
        if (known) {
            settings.note(who, rule.label() + ": baseline of " + workload + " removed");
            memory.write();
        }
        return known;
    }

    public Instant watchedSince() {
        return memory.watchedSince();
    }

    public Instant lookedAt() {
        return memory.lookedAt();
    }

    /** The newest first. */
    public List<Entry> list() {
        return memory.book().all().stream().map(this::entry).toList();
    }

    public Optional<Entry> find(String id) {
        return memory.book().find(id).map(this::entry);
    }

    private Entry entry(Alert alert) {
        Mute mute = settings.mute(alert.id()).orElse(null);
        AlertState state = alert.over() ? AlertState.RESOLVED : mute == null ? AlertState.FIRING : mute.state();
        return new Entry(alert, state, mute);
    }

    public long count(AlertState state) {
        return list().stream().filter(entry -> entry.state() == state).count();
    }

    public long count(AlertRule rule, AlertState state) {
        return list().stream()
                .filter(entry -> entry.alert().rule() == rule && entry.state() == state)
                .count();
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> snooze(String id, Duration length, String why, String who) {
        return memory.book().find(id).map(alert -> {
            settings.snooze(alert, length, why, who);
            return told(alert);
        });
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> expect(String id, Instant until, String why, String who) {
        return memory.book().find(id).map(alert -> {
            settings.expect(alert, until, why, who);
            return told(alert);
        });
    }

    /** Empty when there is no such alert. */
    public Optional<Entry> unmute(String id, String who) {
        return memory.book().find(id).map(alert -> {
            settings.unmute(alert, who);
            return told(alert);
        });
    }

    private Entry told(Alert alert) {
        tell();
        return entry(alert);
    }

    @Override
    public void close() {
        memory.write();
    }
}
