package dev.weir.local.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** How long an event is kept: an hour from its last write, whatever times it tells of. */
class EventsTests {

    private static final ObjectKey KEY = new ObjectKey("default", "web.1");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Catalog catalog = new Catalog();
    private final ObjectStore store = new ObjectStore();
    private final SteppedClock clock = new SteppedClock();
    private final ResourceType events = catalog.builtin("v1", "Event");
    private final Registry registry =
            new Registry(store, clock, new ServiceAddresses(store, catalog.builtin("v1", "Service")));
    private final Housekeeping housekeeping = new Housekeeping(registry, new Deletions(registry), catalog);

    @BeforeEach
    void namespace() {
        ObjectNode namespace = Json.object();
        namespace.putObject("metadata").put("name", "default");
        registry.create(catalog.builtin("v1", "Namespace"), "", namespace, WriteOptions.of("test"));
    }

    @AfterEach
    void close() {
        housekeeping.close();
    }

    @Test
    void anEventOfLongAgoIsKeptForAnHourFromWhenItWasTold() {
        create("2026-01-01T00:00:00Z");
        assertThatItIsKept();
        clock.pass(HOUR);
        assertThatItIsKept();
        clock.pass(Duration.ofSeconds(1));
        assertThatItIsGone();
    }

    @Test
    void anEventThatSaysItIsOfTomorrowGoesAfterAnHour() {
        create("2026-11-28T00:00:00Z");
        clock.pass(HOUR.plusSeconds(1));
        assertThatItIsGone();
    }

    @Test
    void anEventThatHappensAgainIsKeptForAnotherHour() {
        create("2026-11-26T12:00:00Z");
        clock.pass(HOUR.minusMinutes(1));
        registry.update(new Target(events, KEY, ""), event -> event.put("count", 2), WriteOptions.of("test"));
        clock.pass(Duration.ofMinutes(2));
        assertThatItIsKept();
        clock.pass(HOUR);
        assertThatItIsGone();
    }

    private void create(String lastTimestamp) {
        ObjectNode event = Json.object().put("reason", "Tested").put("type", "Normal");
        event.putObject("metadata").put("name", KEY.name()).put("namespace", KEY.namespace());
        event.putObject("involvedObject").put("kind", "Pod").put("name", "web").put("namespace", KEY.namespace());
        event.put("lastTimestamp", lastTimestamp);
        registry.create(events, KEY.namespace(), event, WriteOptions.of("test"));
    }

    private void assertThatItIsKept() {
        housekeeping.sweep();
        assertThat(store.get(events.storage(), KEY)).isPresent();
    }

    private void assertThatItIsGone() {
        housekeeping.sweep();
        assertThat(store.get(events.storage(), KEY)).isEmpty();
    }

    private static final class SteppedClock extends Clock {

        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is in UTC");
        }
    }
}
