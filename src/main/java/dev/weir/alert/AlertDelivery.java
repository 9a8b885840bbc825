package dev.weir.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells the webhook, again and again, what is firing and what no longer is. Each time all of it: a receiver that missed one learns it from the
 * next, so nothing queues. A receiver that hears no more holds an alert for over after a while by itself.
 */
public final class AlertDelivery {
    /** How often a receiver is told what it knows. */
    public static final Duration REPEAT = Duration.ofMinutes(1);

    private static final Duration HELD = REPEAT.multipliedBy(4);
    /** For so long a receiver is told that an alert is over. */
    private static final Duration FAREWELL = Duration.ofMinutes(15);

    private final Alerts alerts;
    private final AlertSettings settings;
    private final AlertReceiver receiver;
    private final Clock clock;
    private final Map<String, Instant> told = new TreeMap<>();
    private List<String> lastFiring = List.of();
    private Instant lastTime = Instant.EPOCH;
    private volatile Optional<Delivery> last = Optional.empty();

    public AlertDelivery(Alerts alerts, AlertSettings settings, AlertReceiver receiver, Clock clock) {
        this.alerts = alerts;
        this.settings = settings;
        this.receiver = receiver;
        this.clock = clock;
    }

    /** What came back the last time; empty when nothing has been sent in this process. */
    public Optional<Delivery> last() {
        return last;
    }

    /** Tells what there is to tell, when it is time or when something has changed. */
    public synchronized void deliver() {
        Optional<Webhook> webhook = settings.webhook();
        Instant now = clock.instant();
        List<Alerts.Entry> all = alerts.list();
        List<String> firing = ids(all);
        boolean due = !firing.equals(lastFiring) || !now.isBefore(lastTime.plus(REPEAT));
        if (webhook.isEmpty() || !due) {
            return;
        }
        List<Notice> notices = notices(all, now);
        if (!notices.isEmpty()) {
            Delivery delivery = receiver.deliver(webhook.get(), notices, true);
            last = Optional.of(delivery);
        }
        lastFiring = firing;
        lastTime = now;
    }

    private static List<String> ids(List<Alerts.Entry> all) {
        return all.stream()
                .filter(entry -> entry.state() == AlertState.FIRING)
                .map(entry -> entry.alert().id() + entry.alert().since())
                .sorted()
                .toList();
    }

    private List<Notice> notices(List<Alerts.Entry> all, Instant now) {
        all.stream()
                .filter(entry -> entry.state() == AlertState.FIRING)
                .forEach(entry -> told.put(entry.alert().id(), now));
        told.values().removeIf(time -> time.plus(FAREWELL).isBefore(now));
        return all.stream()
                .map(Alerts.Entry::alert)
                .filter(alert -> told.containsKey(alert.id()))
                .map(alert -> new Notice(alert, endsAt(told.getOrDefault(alert.id(), now), now), false))
                .toList();
    }

    private static Instant endsAt(Instant lastFiring, Instant now) {
        return lastFiring.equals(now) ? now.plus(HELD) : lastFiring;
    }

    /** Sends one made-up alert that is over at once, and says what came back. */
    public Delivery test(Webhook webhook) {
        Instant now = clock.instant();
        AlertSubject subject = AlertSubject.workload("weir", "test");
        Finding finding = new Finding(
                subject,
                "This is a test of the webhook; nothing has happened.",
                new Measure(1, 1, null, "tests"),
                new Evidence("", now.minus(REPEAT), now));
        return receiver.deliver(webhook, List.of(new Notice(Alert.of(AlertRule.SCAN, finding, now), now, true)), false);
    }
}
