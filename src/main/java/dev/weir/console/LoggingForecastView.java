package dev.weir.console;

import dev.weir.cluster.PolicyRef;
import dev.weir.console.LogsView.Option;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.forecast.LoggingForecast;
import dev.weir.forecast.LoggingForecast.Delegates;
import dev.weir.forecast.LoggingForecast.Lines;
import dev.weir.forecast.LoggingForecast.NamespaceLoad;
import dev.weir.forecast.LoggingForecast.NodeLoad;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What other switches would record.
 *
 * @param mark whether everything would be written; null when that is not known
 * @param notes what the figures rest on
 * @param cheaper null when none is needed
 */
record LoggingForecastView(
        List<Option> allows,
        List<Option> denies,
        @Nullable Mark mark,
        String summary,
        List<String> notes,
        List<NamespaceRow> namespaces,
        List<NodeRow> nodes,
        @Nullable CheaperSet cheaper) {
    private static final int SHOWN = 20;
    private static final List<String> CHOICES = List.of("off", "all", "annotated");

    record NamespaceRow(String name, String href, String allowed, String denied) {}

    record NodeRow(String name, Mark mark, String asked, String peak, String withheld) {}

    /** Policies to annotate, and those that would be too much. */
    record CheaperSet(String text, List<Link> annotated, List<Link> left) {}

    /** The answer to a question, with what it was made from. */
    record Asked(String allow, String deny, LoggingForecast forecast, double limit, double bytesPerRecord) {}

    static LoggingForecastView of(Asked asked, Texts texts) {
        LoggingForecast forecast = asked.forecast();
        boolean known = !forecast.basis().over().isZero();
        return new LoggingForecastView(
                options("allow", asked.allow(), texts),
                options("deny", asked.deny(), texts),
                known ? mark(forecast, texts) : null,
                known ? summary(asked, texts) : texts.of("forecast.too-early"),
                known ? notes(asked, texts) : List.of(),
                forecast.namespaces().stream()
                        .limit(SHOWN)
                        .map(load -> row(load, texts))
                        .toList(),
                forecast.nodes().stream()
                        .limit(SHOWN)
                        .map(load -> row(load, asked.limit(), texts))
                        .toList(),
                cheaper(forecast.cheaper(), texts));
    }

    private static List<Option> options(String name, String current, Texts texts) {
        return CHOICES.stream()
                .map(value -> new Option(value, texts.of("logging." + name + "." + value), value.equals(current)))
                .toList();
    }

    private static @Nullable Mark mark(LoggingForecast forecast, Texts texts) {
        if (!forecast.basis().everything()) {
            return null;
        }
        return forecast.nodes().stream().anyMatch(node -> node.lines().withheld() > 0)
                ? Mark.warning(texts.of("forecast.withheld"))
                : Mark.good(texts.of("forecast.fits"));
    }

    private static String summary(Asked asked, Texts texts) {
        Lines total = asked.forecast().total();
        String sentence = texts.of(
                "forecast.summary",
                texts.rate(total.asked()),
                texts.bytes(Math.round(total.bytesPerDay(asked.bytesPerRecord()))));
        return total.withheld() > 0
                ? sentence + " " + texts.of("forecast.lost", texts.rate(total.withheld()), texts.rate(asked.limit()))
                : sentence;
    }

    private static List<String> notes(Asked asked, Texts texts) {
        LoggingForecast.Basis basis = asked.forecast().basis();
        return Stream.of(
                        texts.of("forecast.basis", texts.duration(basis.over())),
                        basis.atMost() ? texts.of("forecast.at-most") : "",
                        basis.everything() ? "" : texts.of("forecast.some"))
                .filter(note -> !note.isEmpty())
                .toList();
    }

    private static NamespaceRow row(NamespaceLoad load, Texts texts) {
        return new NamespaceRow(
                load.namespace(),
                PolicyAddress.namespace(load.namespace()),
                texts.rate(load.allowed()),
                texts.rate(load.denied()));
    }

    private static NodeRow row(NodeLoad load, double limit, Texts texts) {
        Lines lines = load.lines();
        Mark mark = lines.withheld() > 0
                ? Mark.warning(texts.of("forecast.above", texts.rate(limit)))
                : Mark.good(texts.of("forecast.fits"));
        return new NodeRow(
                load.node().value(),
                mark,
                texts.rate(lines.asked()),
                texts.rate(lines.peak()),
                texts.rate(lines.withheld()));
    }

    private static @Nullable CheaperSet cheaper(@Nullable Delegates delegates, Texts texts) {
        return delegates == null
                ? null
                : new CheaperSet(
                        texts.of(
                                "forecast.cheaper", texts.rate(delegates.total().asked())),
                        links(delegates.annotated()),
                        links(delegates.left()));
    }

    private static List<Link> links(List<PolicyRef> policies) {
        return policies.stream()
                .limit(SHOWN)
                .map(policy -> new Link(PolicyAddress.detail(policy), policy.toString()))
                .toList();
    }
}
