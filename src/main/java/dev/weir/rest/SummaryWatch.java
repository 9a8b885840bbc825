package dev.weir.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.access.Namespaces;
import dev.weir.rest.Summaries.Summary;
import dev.weir.visible.VisibleWatch;
import java.time.Duration;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks whether the summary is another one, for those who watch it: nodes report what they counted every two seconds and the day of which
 * denials are counted moves on, so there is no single change to wait for. At most once a second for all who see the same namespaces.
 */
@Component
final class SummaryWatch {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MOST_READERS = 1_000;

    private final Summaries summaries;
    private final VisibleWatch watch;
    private final JsonMapper json;
    private final Cache<Namespaces, Summary> looked = Caffeine.newBuilder()
            .expireAfterWrite(BETWEEN_LOOKS)
            .maximumSize(MOST_READERS)
            .build();

    SummaryWatch(Summaries summaries, VisibleWatch watch, JsonMapper json) {
        this.summaries = summaries;
        this.watch = watch;
        this.json = json;
    }

    /** As whoever asks on this thread; what was seen, at most a second ago. */
    Summary look() {
        return looked.get(watch.namespaces(), unused -> {
            Summary summary = summaries.ofAll();
            watch.looked(json.writeValueAsString(summary.essence()), json.writeValueAsString(summary));
            return summary;
        });
    }
}
