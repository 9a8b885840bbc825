package dev.weir.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.244.1.7",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fd00:10:244:1::7",
                "2001:db8:0:1:1:1:1:1",
                "2001:0:0:1::1",
                "1:2:3:4:5:6:7:8",
                "1::"
            })
    void textRoundTrips(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @Test
    void anIpv4AddressIsMapped() {
        var address = Address.parse("1.2.3.4");
        assertThat(address.isIpv4()).isTrue();
        assertThat(address.bytes()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 1, 2, 3, 4);
        assertThat(address.wireBytes()).containsExactly(1, 2, 3, 4);
        assertThat(Address.of(address.bytes())).isEqualTo(Address.of(address.wireBytes()));
    }

    @Test
    void aHostNameIsNoAddress() {
        assertThatThrownBy(() -> Address.parse("localhost")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Address.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prefixesContainWhatTheyCover() {
        assertThat(Prefix.parse("10.0.0.0/8").contains(Address.parse("10.9.9.9")))
                .isTrue();
        assertThat(Prefix.parse("10.0.0.0/8").contains(Address.parse("11.0.0.0")))
                .isFalse();
        assertThat(Prefix.parse("fd00::/8").contains(Address.parse("fdff::1"))).isTrue();
        assertThat(Prefix.parse("0.0.0.0/0").contains(Address.parse("2001:db8::1")))
                .isFalse();
        assertThat(Prefix.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(Prefix.parse("::/0")).hasToString("::/0");
        assertThat(Prefix.of(Address.parse("fd00::1"))).hasToString("fd00::1/128");
        assertThat(Prefix.ALL_IPV4).isEqualTo(Prefix.parse("0.0.0.0/0"));
    }

    @Test
    void hostBitsAreRefused() {
        assertThatThrownBy(() -> Prefix.of(new byte[] {10, 0, 0, 1}, 8)).hasMessageContaining("host bits");
    }
}
