package dev.weir.console;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.store.TimeRange;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Simulator;
import dev.weir.visible.VisibleExpectations;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Simulates what is being written, with the connections recorded in the last day. */
@Component
final class WhatIf {
    private static final Duration WINDOW = Duration.ofHours(24);

    private final Simulator simulator;
    private final VisibleExpectations expectations;
    private final ExpectationWords words;
    private final Texts texts;

    WhatIf(Simulator simulator, VisibleExpectations expectations, ExpectationWords words, Texts texts) {
        this.simulator = simulator;
        this.expectations = expectations;
        this.words = words;
        this.texts = texts;
    }

    /** @param policy as the API server would store it */
    WhatIfView of(NetworkPolicy policy) {
        return of(new PolicyEdits().apply(policy));
    }

    WhatIfView of(PolicyEdits edits) {
        return of(edits, TimeRange.before(texts.now(), WINDOW));
    }

    /** @param window whose recorded connections are judged again */
    WhatIfView of(PolicyEdits edits, TimeRange window) {
        return WhatIfView.of(simulator.simulate(edits, window), words.broken(expectations.breaches(edits::in)), texts);
    }
}
