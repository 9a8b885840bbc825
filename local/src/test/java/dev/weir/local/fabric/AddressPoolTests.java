package dev.weir.local.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressPoolTests {

    private final AddressPool pool = new AddressPool(new NodeNetwork(2));

    @Test
    void addressesOfBothFamiliesShowTheSameNumbers() {
        assertThat(pool.take()).contains(new PodAddresses("10.244.2.2", "fd00:10:244:2::2"));
    }

    @Test
    void everyAddressIsGivenOnceUntilNoneIsLeft() {
        Set<PodAddresses> taken = new HashSet<>();
        for (int pod = 0; pod < 253; pod++) {
            assertThat(taken.add(pool.take().orElseThrow())).isTrue();
        }
        assertThat(pool.take()).isEmpty();
    }

    @Test
    void aReleasedAddressIsUsedAgainOnlyAfterAllOthers() {
        PodAddresses first = pool.take().orElseThrow();
        pool.release(first);
        assertThat(pool.take()).isNotEqualTo(Optional.of(first));
        for (int pod = 0; pod < 251; pod++) {
            assertThat(pool.take().orElseThrow()).isNotEqualTo(first);
        }
        assertThat(pool.take()).contains(first);
    }

    @Test
    void twoPodsNeverShareAnEthernetAddress() {
        assertThat(new PodAddresses("10.244.1.2", "").ethernet()).isEqualTo("0a:57:0a:f4:01:02");
        assertThat(new PodAddresses("10.244.2.2", "").ethernet()).isEqualTo("0a:57:0a:f4:02:02");
    }
}
