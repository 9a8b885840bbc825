package dev.weir.local.bench.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.bench.control.Ledger.Trace;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTests {
    private static final Trace.Address ADDED = new Trace.Address(7, false);
    private final Ledger ledger = new Ledger();

    @Test
    void aChangeIsOverWhenTheLastNodeThatItConcernsHasAcknowledgedIt() {
        ledger.expect(Set.of(1, 2), ADDED);
        ledger.acknowledged(1, List.of(ADDED));
        ledger.acknowledged(1, List.of(ADDED));
        ledger.acknowledged(3, List.of(ADDED));
        assertThat(ledger.takeLatencies()).isEmpty();
        assertThat(ledger.openChanges()).isEqualTo(1);

        ledger.acknowledged(2, List.of(ADDED));

        assertThat(ledger.takeLatencies()).hasSize(1);
        assertThat(ledger.openChanges()).isZero();
    }

    @Test
    void theRemovalOfAnAddressIsAnotherChangeThanItsAddition() {
        ledger.expect(Set.of(1), ADDED);

        ledger.acknowledged(1, List.of(new Trace.Address(7, true)));

        assertThat(ledger.isOpen(ADDED)).isTrue();
    }

    @Test
    void aPolicyIsSeenAtOnePodOfEachNode() {
        ledger.expect(
                List.of(new Trace.EndpointOf(1, "a"), new Trace.EndpointOf(1, "b"), new Trace.EndpointOf(2, "c")));
        ledger.acknowledged(1, List.of(new Trace.EndpointOf(1, "a")));
        ledger.acknowledged(2, List.of(new Trace.EndpointOf(2, "c")));

        assertThat(ledger.takeLatencies()).hasSize(1);
    }

    @Test
    void nodesThatAreNotCountedAreNotWaitedFor() {
        ledger.count(node -> node != 1);
        ledger.expect(Set.of(1, 2), ADDED);

        ledger.acknowledged(2, List.of(ADDED));

        assertThat(ledger.openChanges()).isZero();
    }
}
