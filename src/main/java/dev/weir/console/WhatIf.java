package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.store.TimeRange;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Simulator;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Simulates what is being written, with the connections recorded in the last day. */
@Component
final class WhatIf {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Simulator simulator;
    private final Texts texts;

    WhatIf(Simulator simulator, Texts texts) {
        this.simulator = simulator;
        this.texts = texts;
    }

    /** @param policy as the API server would store it */
    WhatIfView of(NetworkPolicy policy) {
        return of(new PolicyEdits().apply(policy));
    }

    WhatIfView of(PolicyEdits edits) {
        return WhatIfView.of(simulator.simulate(edits, TimeRange.before(texts.now(), WINDOW)), texts);
    }
}
