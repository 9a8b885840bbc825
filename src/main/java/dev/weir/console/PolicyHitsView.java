package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.TimeText;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.usage.RuleSeries;
import dev.weir.words.WordLines.Sentence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many connections were recorded of each rule, interval by interval.
 *
 * @param notes what may be missing
 */
record PolicyHitsView(
        PolicyRef ref,
        String namespaceHref,
        String policyHref,
        List<Window> windows,
        List<Row> rows,
        String step,
        List<String> notes,
        String curl) {
    static final String DAY = "24h";
    private static final List<String> WINDOWS = List.of("1h", DAY, "7d");

    record Window(String href, String text, boolean current) {}

    /**
     * A rule.
     *
     * @param id of the place for the line beside its sentence; null when the rule has none, because another one admits everything
     * @param href its direction's records of the time; records are not found by a rule
     */
    record Row(@Nullable String id, String name, String sentence, RuleLine line, String total, String href) {}

    /** What it is made from. */
    record Source(
            NetworkPolicy policy,
            String from,
            TimeRange range,
            Duration step,
            RuleSeries series,
            List<String> notRecorded,
            List<Sentence> sentences) {
        PolicyRef ref() {
            return policy.ref();
        }
    }

    static PolicyHitsView of(Source source, Texts texts) {
        PolicyRef ref = source.ref();
        return new PolicyHitsView(
                ref,
                PolicyAddress.namespace(ref.namespace()),
                PolicyAddress.detail(ref),
                WINDOWS.stream()
                        .map(window -> new Window(
                                PolicyAddress.hits(ref, window),
                                texts.of("logs.window", texts.last(TimeText.length(window))),
                                window.equals(source.from())))
                        .toList(),
                rows(source, texts),
                texts.of("histogram.step", texts.length(source.step())),
                notes(source, texts),
                texts.of("flows.curl", api(source)));
    }

    private static List<String> notes(Source source, Texts texts) {
        Stream<String> untold = source.series().untold() == 0
                ? Stream.empty()
                : Stream.of(texts.of("hits.untold", source.series().untold()));
        return Stream.concat(source.notRecorded().stream().map(texts::inReadersZone), untold)
                .toList();
    }

    private static String api(Source source) {
        return LogsAddress.of(
                "/api/v1/namespaces/" + source.ref().namespace() + "/networkpolicies/"
                        + source.ref().name() + "/hits",
                new String[] {"from", source.range().from().toString()},
                new String[] {"to", source.range().to().toString()},
                new String[] {"step", TimeBar.window(source.step())});
    }

    private static List<Row> rows(Source source, Texts texts) {
        Map<String, String> sentences = source.sentences().stream()
                .filter(sentence -> !sentence.rule().isEmpty())
                .collect(Collectors.toMap(Sentence::rule, Sentence::text));
        List<Row> rows = new ArrayList<>();
        for (Direction direction : source.policy().types()) {
            for (int rule = 0; rule < source.policy().rules(direction).size(); rule++) {
                rows.add(row(source, new RuleSeries.Key(direction, rule), sentences, texts));
            }
        }
        return rows;
    }

    private static Row row(Source source, RuleSeries.Key key, Map<String, String> sentences, Texts texts) {
        Direction direction = key.direction();
        String rule = Sentence.rule(direction, key.rule());
        List<@Nullable Long> series = source.series().byRule().getOrDefault(key, List.of());
        return new Row(
                sentences.containsKey(rule) ? "hits-" + rule.replace('/', '-') : null,
                texts.of("policy.rule." + direction.label(), key.rule() + 1),
                sentences.getOrDefault(rule, ""),
                RuleLine.of(series, texts),
                texts.number(RuleLine.total(series)),
                LogsAddress.of(
                        "/logs",
                        new String[] {"q", LogsAddress.admittedBy(source.ref(), direction)},
                        new String[] {"from", source.range().from().toString()},
                        new String[] {"to", source.range().to().toString()}));
    }
}
