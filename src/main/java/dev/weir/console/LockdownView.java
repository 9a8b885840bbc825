package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.console.LockdownView.Observing.Fact;
import dev.weir.console.Parts.Mark;
import dev.weir.flow.TimeText;
import dev.weir.recommendation.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A namespace on its way from open to locked, at one step.
 *
 * @param observing of the first step, null at others; so are the rest
 */
record LockdownView(
        String namespace,
        String action,
        LockdownQuery query,
        List<Step> steps,
        List<Choice> windows,
        List<Choice> directions,
        String next,
        @Nullable Observing observing,
        @Nullable RecommendationView recommended,
        @Nullable WatchView watching) {

    /** @param current {@code step}, as aria-current takes it, or null */
    record Step(String href, String text, @Nullable String current) {}

    record Choice(String value, String text, boolean selected) {}

    /**
     * Whether there is anything to go by.
     *
     * @param beginnable whether pods are open whose connections a default-deny in shadow would have recorded
     * @param switchedOff whether denials, and with them what would be denied, are recorded nowhere
     * @param annotatable whether they are recorded in annotated namespaces, and this is none
     */
    record Observing(List<Fact> facts, Mark verdict, boolean beginnable, boolean switchedOff, boolean annotatable) {
        record Fact(String name, String value, String why) {}
    }

    static LockdownView of(
            String namespace,
            LockdownQuery query,
            Texts texts,
            @Nullable Observing observing,
            @Nullable RecommendationView recommended,
            @Nullable WatchView watching) {
        int at = LockdownQuery.STEPS.indexOf(query.step());
        String next = LockdownQuery.STEPS.get(Math.min(at + 1, LockdownQuery.STEPS.size() - 1));
        return new LockdownView(
                namespace,
                LockdownQuery.base(namespace),
                query,
                steps(namespace, query, texts),
                windows(query, texts),
                directions(query, texts),
                query.address(namespace, next),
                observing,
                recommended,
                watching);
    }

    private static List<Step> steps(String namespace, LockdownQuery query, Texts texts) {
        List<Step> steps = new ArrayList<>();
        for (String step : LockdownQuery.STEPS) {
            steps.add(new Step(
                    query.address(namespace, step),
                    texts.of("lockdown.step." + step),
                    step.equals(query.step()) ? "step" : null));
        }
        return steps;
    }

    /** Another one stands as it is in the address. */
    private static String words(String window, Texts texts) {
        return LockdownQuery.WINDOWS.contains(window) ? texts.last(TimeText.length(window)) : window;
    }

    private static List<Choice> windows(LockdownQuery query, Texts texts) {
        List<String> windows = new ArrayList<>(LockdownQuery.WINDOWS);
        if (!windows.contains(query.from())) {
            windows.add(query.from());
        }
        return windows.stream()
                .map(window -> new Choice(
                        window, texts.of("lockdown.window", words(window, texts)), window.equals(query.from())))
                .toList();
    }

    private static List<Choice> directions(LockdownQuery query, Texts texts) {
        return List.of("", "ingress", "egress").stream()
                .map(direction -> new Choice(
                        direction,
                        texts.of("lockdown.direction." + (direction.isEmpty() ? "both" : direction)),
                        direction.equals(query.direction())))
                .toList();
    }

    static Observing observing(Recommendation found, ClusterSnapshot snapshot, Texts texts) {
        Namespace namespace = Objects.requireNonNull(snapshot.namespace(found.namespace()));
        Coverage isolated = Coverage.of(snapshot, found.namespace());
        Coverage shadow = Coverage.ofShadow(snapshot, found.namespace());
        LoggingState logging = new LoggingState(snapshot, texts);
        boolean open = isolated.inbound() + shadow.inbound() < isolated.pods()
                || isolated.outbound() + shadow.outbound() < isolated.pods();
        boolean recorded = snapshot.logging().deny().log();
        boolean annotatable = recorded && snapshot.logging().deny().delegate() && !namespace.wantsDenyLogging();
        return new Observing(
                List.of(
                        new Fact(
                                texts.of("lockdown.observed"),
                                texts.number(found.observed()),
                                texts.of(
                                        "lockdown.observed.since",
                                        texts.dayAndTime(found.window().from()),
                                        texts.zone())),
                        pods("inbound", isolated.pods(), isolated.inbound(), shadow.inbound(), texts),
                        pods("outbound", isolated.pods(), isolated.outbound(), shadow.outbound(), texts),
                        new Fact(
                                texts.of("column.deny-logging"),
                                logging.denyMark(namespace).text(),
                                logging.denyReason(namespace)),
                        new Fact(
                                texts.of("column.allow-logging"),
                                logging.allowMark(snapshot, found.namespace()).text(),
                                logging.allowReason(snapshot, found.namespace()))),
                verdict(found, open, texts),
                open,
                !recorded,
                annotatable);
    }

    private static Fact pods(String direction, long pods, long isolated, long shadow, Texts texts) {
        return new Fact(
                texts.of(direction),
                texts.of("lockdown.pods", isolated, shadow, pods - isolated - shadow),
                texts.of("lockdown.pods.why"));
    }

    private static Mark verdict(Recommendation found, boolean open, Texts texts) {
        if (found.observed() == 0) {
            return Mark.bad(texts.of("lockdown.nothing-observed"));
        }
        return open ? Mark.warning(texts.of("lockdown.partly-observed")) : Mark.good(texts.of("lockdown.enough"));
    }
}
