package dev.weir.paste;

import dev.weir.flow.filter.PastedQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody pasted, understood: each leads to one page, but a name that several things have. */
public sealed interface Pasted {

    /** A question about records. */
    record Question(PastedQuery query) implements Pasted {
        @Override
        public String page() {
            String parameters = Stream.of(
                            parameter("q", query.filter()),
                            parameter("from", query.from()),
                            parameter("to", query.to()),
                            parameter("live", query.live() ? "1" : ""))
                    .filter(parameter -> !parameter.isEmpty())
                    .collect(Collectors.joining("&"));
            return parameters.isEmpty() ? "/logs" : "/logs?" + parameters;
        }

        private static String parameter(String name, String value) {
            return value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    }

    /**
     * One thing.
     *
     * @param name as it is told from others of its kind
     * @param kubectl the line that shows the same; null when there is none
     */
    record Place(
            Kind kind, String name, String page, @Nullable String kubectl) implements Pasted {}

    /** Things of one name, none of which is meant more than another; the page lists them. */
    record Several(String name, List<Place> places) implements Pasted {
        @Override
        public String page() {
            return "/find?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        }
    }

    /** Of what a place is. */
    enum Kind {
        POLICY,
        NAMESPACE,
        POD,
        WORKLOAD,
        NODE,
        RECORD,
        PAGE
    }

    /** The address of the page, from the root of this server. */
    String page();

    /** What the page asks of the records; empty for a page about something else. */
    default Optional<PastedQuery> question() {
        return this instanceof Question question
                ? Optional.of(question.query())
                : page().startsWith("/logs?") ? Optional.of(PastedQuery.of("$WEIR_SERVER" + page())) : Optional.empty();
    }
}
