package dev.weir.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, prefixes and ports read and print the same thing. */
class AddressTests {
    @ParameterizedTest
    @CsvSource({
        "10.244.1.2, 10.244.1.2",
        "::, ::",
        "::1, ::1",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80::, fe80::",
        "::ffff:10.0.0.1, 10.0.0.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221"
    })
    void addressesPrintInTheirShortestForm(String text, String printed) {
        assertThat(IpAddress.parse(text)).hasToString(printed);
        assertThat(IpAddress.parse(printed)).isEqualTo(IpAddress.parse(text));
        assertThat(IpAddress.ofBytes(IpAddress.parse(text).toBytes())).isEqualTo(IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "a", ":", "1::2::3", "1:2:3:4:5:6:7", "12345::", "::g"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prefixesClearHostBitsWhenTheyAreRead() {
        assertThat(IpPrefix.parse("10.1.2.3/16")).hasToString("10.1.0.0/16");
        assertThat(IpPrefix.parse("2001:db8:1::1/32")).hasToString("2001:db8::/32");
        assertThatThrownBy(() -> IpPrefix.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpPrefix.parse("10.0.0.0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void familiesNeverContainEachOther() {
        assertThat(IpPrefix.parse("::/0").contains(IpAddress.parse("10.0.0.1"))).isFalse();
        assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("::1"))).isFalse();
        assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("10.0.0.1")))
                .isTrue();
    }

    @Test
    void aRangeOfPortsIsExactlyItsPrefixes() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int first = random.nextInt(65536);
            PortRange range = new PortRange(first, first + random.nextInt(65536 - first));
            assertThat(range.prefixes().size()).isLessThanOrEqualTo(30);
            for (int port : new int[] {0, first - 1, first, range.last(), range.last() + 1, 65535}) {
                long covering = range.prefixes().stream()
                        .filter(prefix -> port >= 0 && port <= 65535 && prefix.contains(port))
                        .count();
                assertThat(covering).as(range + " " + port).isEqualTo(range.contains(port) ? 1 : 0);
            }
        }
        assertThat(PortRange.ALL.prefixes()).containsExactly(new PortPrefix(0, 0));
    }
}
