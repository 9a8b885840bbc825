package dev.weir.alert;

import dev.weir.audit.Journal;
import dev.weir.audit.Subject;
import dev.weir.file.JsonFile;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * What people have set: thresholds, the webhook, what is snoozed and expected, and who changed it. Kept in a file of mode 0600, because the
 * webhook's header is a secret. Safe to call from many threads.
 */
public final class AlertSettings {
    private static final int MOST_CHANGES = 200;
    private static final int LONGEST_WHY = 500;
    private static final Duration LONGEST_MUTE = Duration.ofDays(366);

    private final JsonFile<Content> file;
    private final Journal journal;
    private final Clock clock;
    private Content content;

    /** As it is in the file. */
    record Content(
            Map<AlertRule, RuleSettings> rules,
            @Nullable Webhook webhook,
            Map<String, Mute> mutes,
            List<AlertChange> changes) {}

    /** @param path of the file; empty = in memory, lost with the process */
    public AlertSettings(String path, Journal journal, Clock clock) {
        file = new JsonFile<>(path, new TypeReference<>() {});
        this.journal = journal;
        this.clock = clock;
        content = file.read().orElseGet(() -> new Content(Map.of(), null, Map.of(), List.of()));
    }

    public synchronized RuleSettings of(AlertRule rule) {
        return content.rules().getOrDefault(rule, rule.defaults()).completedFor(rule);
    }

    public synchronized void change(AlertRule rule, RuleSettings wanted, String who) {
        RuleSettings checked = wanted.checkedFor(rule);
        Map<AlertRule, RuleSettings> rules = new TreeMap<>(content.rules());
        String before = of(rule).toString();
        rules.put(rule, checked);
        replace(new Content(rules, content.webhook(), content.mutes(), noted(who, rule.label() + ": " + checked)));
        journal.note(subject(rule.label()), before, of(rule).toString());
    }

    public synchronized Optional<Webhook> webhook() {
        return Optional.ofNullable(content.webhook());
    }

    /** An empty secret keeps the one that is there, as long as it stays with the same server. */
    public synchronized void change(Webhook wanted, String who) {
        Webhook checked = completed(wanted.checked());
        String before = words(content.webhook());
        replace(new Content(content.rules(), checked, content.mutes(), noted(who, "webhook: " + checked)));
        journal.note(subject("webhook"), before, words(checked));
    }

    private Webhook completed(Webhook wanted) {
        Webhook known = content.webhook();
        if (known == null
                || wanted.hasSecret()
                || wanted.headerName().isEmpty()
                || !wanted.headerName().equalsIgnoreCase(known.headerName())) {
            return wanted;
        }
        if (!wanted.isSameServerAs(known)) {
            throw new AlertException("The address is of another server: enter the header’s value again.");
        }
        return wanted.withHeaderValue(known.headerValue());
    }

    /** False when there is none. */
    public synchronized boolean removeWebhook(String who) {
        if (content.webhook() == null) {
            return false;
        }
        String before = words(content.webhook());
        replace(new Content(content.rules(), null, content.mutes(), noted(who, "webhook removed")));
        journal.note(subject("webhook"), before, "");
        return true;
    }

    private static Subject subject(String name) {
        return Subject.own(Subject.Kind.ALERTS, name);
    }

    private static Subject subject(Alert alert) {
        return subject(alert.rule().label() + " of " + alert.subject());
    }

    private static String words(@Nullable Mute mute) {
        return mute == null ? "" : mute.state().label() + " until " + mute.until() + "\n" + mute.why() + "\n";
    }

    /** Which server, and no more: receivers put secrets into the path, too. */
    private static String words(@Nullable Webhook webhook) {
        if (webhook == null) {
            return "";
        }
        URI address = URI.create(webhook.url());
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return "server: " + address.getHost() + port + "\nheader: " + webhook.headerName() + "\n";
    }

    /** What mutes an alert now. */
    public synchronized Optional<Mute> mute(String alert) {
        return Optional.ofNullable(content.mutes().get(alert)).filter(mute -> mute.holdsAt(clock.instant()));
    }

    synchronized Mute snooze(Alert alert, Duration length, String why, String who) {
        return mute(alert, AlertState.SNOOZED, clock.instant().plus(length), why, who);
    }

    synchronized Mute expect(Alert alert, Instant until, String why, String who) {
        if (why.isBlank()) {
            throw new AlertException("Say why it is expected.");
        }
        return mute(alert, AlertState.EXPECTED, until, why, who);
    }

    private Mute mute(Alert alert, AlertState state, Instant until, String why, String who) {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_MUTE))) {
            throw new AlertException("It ends after now, and within a year.");
        }
        if (why.length() > LONGEST_WHY) {
            throw new AlertException("The reason has at most " + LONGEST_WHY + " characters.");
        }
        Mute mute = new Mute(state, who, why.strip(), now, until);
        Map<String, Mute> mutes = muted();
        String before = words(mutes.put(alert.id(), mute));
        replace(new Content(
                content.rules(),
                content.webhook(),
                mutes,
                noted(
                        who,
                        alert.rule().label() + " of " + alert.subject() + ": " + state.label() + " until " + until)));
        journal.note(subject(alert), before, words(mute));
        return mute;
    }

    /** False when it is not muted. */
    synchronized boolean unmute(Alert alert, String who) {
        Map<String, Mute> mutes = muted();
        Mute before = mutes.remove(alert.id());
        if (before == null) {
            return false;
        }
        replace(new Content(
                content.rules(),
                content.webhook(),
                mutes,
                noted(who, alert.rule().label() + " of " + alert.subject() + ": neither snoozed nor expected")));
        journal.note(subject(alert), words(before), "");
        return true;
    }

    /** Those that hold. */
    private Map<String, Mute> muted() {
        Map<String, Mute> mutes = new TreeMap<>(content.mutes());
        mutes.values().removeIf(mute -> !mute.holdsAt(clock.instant()));
        return mutes;
    }

    /** A change of what is kept elsewhere. */
    synchronized void note(String who, String what) {
        replace(new Content(content.rules(), content.webhook(), content.mutes(), noted(who, what)));
    }

    /** The last ones, the newest first. */
    public synchronized List<AlertChange> changes() {
        return content.changes();
    }

    private List<AlertChange> noted(String who, String what) {
        List<AlertChange> changes = new ArrayList<>();
        changes.add(new AlertChange(clock.instant(), who, what));
        content.changes().stream().limit(MOST_CHANGES - 1L).forEach(changes::add);
        return List.copyOf(changes);
    }

    /** What cannot be written is not kept either. */
    private void replace(Content after) {
        file.write(after);
        content = after;
    }
}
