package dev.weir.watch;

import dev.weir.alert.Alerts;
import java.util.HashMap;
import java.util.Map;

/** Puts what became of the alerts into the book, whenever somebody looked at the rules or said something about an alert. */
public final class WatchedAlerts {
    private final Alerts alerts;
    private final WatchBook book;
    private final WatchedTexts texts;
    private Map<String, Alerts.Entry> known = Map.of();

    private WatchedAlerts(Alerts alerts, WatchBook book, WatchedTexts texts) {
        this.alerts = alerts;
        this.book = book;
        this.texts = texts;
    }

    /** From now on; the alerts that there are come first. */
    public static WatchedAlerts follow(Alerts alerts, WatchBook book, WatchedTexts texts) {
        WatchedAlerts followed = new WatchedAlerts(alerts, book, texts);
        alerts.onChange(followed::compare);
        followed.compare();
        book.knowsAll(Topic.ALERTS);
        return followed;
    }

    private synchronized void compare() {
        Map<String, Alerts.Entry> now = new HashMap<>();
        alerts.list().forEach(entry -> now.put(entry.alert().id(), entry));
        known.forEach((id, entry) -> {
            if (!now.containsKey(id)) {
                book.removed(Topic.ALERTS, namespace(entry), id);
            }
        });
        now.forEach((id, entry) -> {
            if (!entry.equals(known.get(id))) {
                book.wrote(Topic.ALERTS, namespace(entry), id, texts.alert(entry));
            }
        });
        known = now;
    }

    private static String namespace(Alerts.Entry entry) {
        return entry.alert().subject().namespace();
    }
}
