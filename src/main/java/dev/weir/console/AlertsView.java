package dev.weir.console;

import dev.weir.alert.AlertChange;
import dev.weir.alert.AlertDelivery;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSettings;
import dev.weir.alert.AlertState;
import dev.weir.alert.Baselines;
import dev.weir.alert.Webhook;
import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Mark;
import dev.weir.visible.VisibleAlerts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Is anything suspicious, and who is told of it? */
record AlertsView(
        String watch,
        List<Tab> tabs,
        List<AlertRow> alerts,
        @Nullable Blank blank,
        String listing,
        List<RuleRow> rules,
        WebhookForm webhook,
        List<ChangeRow> changes) {
    private static final String OPEN = "open";
    private static final int CHANGES_SHOWN = 20;

    /** A choice of states. */
    record Tab(String href, String text, boolean current) {}

    record RuleRow(
            String title,
            String description,
            String href,
            Mark state,
            String thresholds,
            String baseline,
            String look) {}

    /** @param last what came back the last time; null when nothing was sent */
    record WebhookForm(
            boolean there,
            String url,
            String headerName,
            boolean hasHeaderValue,
            String consoleAddress,
            @Nullable Mark last,
            @Nullable String lastAnswer) {}

    record ChangeRow(String at, String who, String what) {}

    /** What is asked. */
    record Sources(
            VisibleAlerts alerts, AlertSettings settings, AlertDelivery delivery, AlertWords words, Texts texts) {}

    static AlertsView of(Sources sources, String state) {
        Texts texts = sources.texts();
        Optional<AlertState> wanted = AlertState.ofLabel(state);
        List<AlertRow> rows = sources.alerts().list().stream()
                .filter(entry -> wanted.map(one -> one == entry.state()).orElse(entry.state() != AlertState.RESOLVED))
                .map(entry -> AlertRow.of(entry, sources.words(), texts))
                .toList();
        return new AlertsView(
                texts.of(
                        "alerts.watch",
                        texts.dayAndTime(sources.alerts().watchedSince()),
                        texts.age(sources.alerts().lookedAt()),
                        texts.zone()),
                tabs(sources, wanted),
                rows,
                rows.isEmpty() ? blank(sources, wanted) : null,
                LogsAddress.of(
                        "/alerts",
                        new String[] {"state", wanted.map(AlertState::label).orElse("")}),
                Arrays.stream(AlertRule.values())
                        .map(rule -> rule(sources, rule))
                        .toList(),
                webhook(sources),
                sources.settings().changes().stream()
                        .limit(CHANGES_SHOWN)
                        .map(change -> change(change, texts))
                        .toList());
    }

    private static List<Tab> tabs(Sources sources, Optional<AlertState> wanted) {
        List<Tab> tabs = new ArrayList<>();
        long open = sources.alerts().list().stream()
                .filter(entry -> entry.state() != AlertState.RESOLVED)
                .count();
        tabs.add(new Tab("/alerts", sources.texts().of("alerts.tab." + OPEN, open), wanted.isEmpty()));
        for (AlertState state : AlertState.values()) {
            tabs.add(new Tab(
                    "/alerts?state=" + state.label(),
                    sources.texts()
                            .of("alerts.tab." + state.label(), sources.alerts().count(state)),
                    wanted.filter(one -> one == state).isPresent()));
        }
        return List.copyOf(tabs);
    }

    /** What is watched, since when, and what that means. */
    private static Blank blank(Sources sources, Optional<AlertState> wanted) {
        Texts texts = sources.texts();
        List<String> watched = Arrays.stream(AlertRule.values())
                .filter(rule -> sources.settings().of(rule).enabled())
                .map(sources.words()::title)
                .toList();
        return Blank.of(
                texts.of(wanted.isEmpty() ? "alerts.none" : "alerts.none.of-state"),
                watched.isEmpty()
                        ? texts.of("alerts.none.nothing-watched")
                        : texts.of(
                                "alerts.none.text",
                                texts.and(watched),
                                texts.dayAndTime(sources.alerts().watchedSince()),
                                texts.zone()));
    }

    private static RuleRow rule(Sources sources, AlertRule rule) {
        Texts texts = sources.texts();
        boolean enabled = sources.settings().of(rule).enabled();
        return new RuleRow(
                sources.words().title(rule),
                sources.words().description(rule),
                AlertsAddress.rule(rule),
                enabled ? Mark.good(texts.of("on")) : Mark.quiet(texts.of("off")),
                sources.words().thresholds(rule, sources.settings().of(rule)),
                sources.alerts()
                        .baselines(rule)
                        .map(baselines -> baseline(rule, baselines, texts))
                        .orElse(texts.of("none")),
                look(sources, rule));
    }

    private static String baseline(AlertRule rule, Baselines baselines, Texts texts) {
        return texts.of(
                rule == AlertRule.POLICY_STOPPED ? "alert.baseline.of-policies" : "alert.baseline.of",
                baselines.list().size());
    }

    static String look(Sources sources, AlertRule rule) {
        Texts texts = sources.texts();
        return sources.alerts()
                .status(rule)
                .map(status -> String.join(
                        " ",
                        Stream.concat(
                                        Stream.of(texts.of(
                                                "alert.look",
                                                texts.age(status.at()),
                                                status.took().toMillis())),
                                        status.notes().stream())
                                .toList()))
                .orElse(texts.of("alert.look.none"));
    }

    private static WebhookForm webhook(Sources sources) {
        Texts texts = sources.texts();
        Webhook webhook = sources.settings().webhook().orElse(new Webhook("", "", "", ""));
        return new WebhookForm(
                !webhook.url().isEmpty(),
                webhook.url(),
                webhook.headerName(),
                webhook.hasSecret(),
                webhook.consoleAddress(),
                sources.delivery()
                        .last()
                        .map(last -> last.accepted()
                                ? Mark.good(texts.of("alerts.webhook.accepted", texts.age(last.at())))
                                : Mark.bad(texts.of("alerts.webhook.failed", texts.age(last.at()))))
                        .orElse(null),
                sources.delivery().last().map(last -> last.answer()).orElse(null));
    }

    private static ChangeRow change(AlertChange change, Texts texts) {
        return new ChangeRow(texts.dayAndTime(change.at()), change.who(), change.what());
    }
}
