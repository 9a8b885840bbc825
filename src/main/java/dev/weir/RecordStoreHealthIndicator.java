package dev.weir;

import dev.weir.flow.store.RecordStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether records are taken in. The server stays ready when they are not: enforcement, pages and searches do not need it. */
@Component("records")
final class RecordStoreHealthIndicator implements HealthIndicator {
    private final RecordStore store;

    RecordStoreHealthIndicator(RecordStore store) {
        this.store = store;
    }

    @Override
    public Health health() {
        return store.stall()
                .map(stall -> Health.down()
                        .withDetail("reason", stall.reason())
                        .withDetail("since", stall.since())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
