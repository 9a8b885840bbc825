package dev.weir.local.api.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    @ParameterizedTest
    @ValueSource(strings = {"web", "web-1", "a.b.c", "0"})
    void aDomainNameIsFine(String name) {
        assertThat(Names.subdomain(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Web", "-web", "web-", "a..b", "a_b", "a b"})
    void anythingElseIsNot(String name) {
        assertThat(Names.subdomain(name))
                .singleElement()
                .asString()
                .startsWith("a lowercase RFC 1123 subdomain must consist of");
    }

    @Test
    void aNameHasALongestLength() {
        assertThat(Names.label("a".repeat(63))).isEmpty();
        assertThat(Names.label("a".repeat(64))).containsExactly("must be no more than 63 characters");
        assertThat(Names.labelValue("a".repeat(64))).containsExactly("must be no more than 63 characters");
    }

    @Test
    void aLabelKeyMayHaveADomain() {
        assertThat(Names.qualifiedName("kubernetes.io/metadata.name")).isEmpty();
        assertThat(Names.qualifiedName("a/b/c")).hasSize(1);
        assertThat(Names.qualifiedName("Example.com/b"))
                .singleElement()
                .asString()
                .startsWith("prefix part a lowercase RFC 1123 subdomain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4", "::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "010.0.0.1"})
    void addressesAreRead(String text) {
        assertThat(Addresses.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                ":::",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "a.b.c.d"
            })
    void whatIsNoAddressIsNotRead(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }

    @Test
    void aBlockContainsSmallerOnesOnly() {
        CidrBlock ten = block("10.0.0.0/8");
        assertThat(ten.hasStrictSubset(block("10.200.0.0/16"))).isTrue();
        assertThat(ten.hasStrictSubset(block("10.0.0.0/8"))).isFalse();
        assertThat(ten.hasStrictSubset(block("11.0.0.0/16"))).isFalse();
        assertThat(ten.hasStrictSubset(block("0.0.0.0/0"))).isFalse();
        assertThat(block("::/0").hasStrictSubset(block("2001:db8::/32"))).isTrue();
        assertThat(CidrBlock.parse("10.0.0.0/")).isEqualTo(Optional.empty());
    }

    private static CidrBlock block(String text) {
        return CidrBlock.parse(text).orElseThrow();
    }
}
