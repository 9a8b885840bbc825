package dev.weir.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said, and where it is wrong. */
class ClaimTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            web may reach cart:8080                                   | web may reach cart:8080
            Web May Reach                                             | !
            web MAY reach cart:8080/TCP                               | web may reach cart:8080
            shop/web may reach shop/cart:53/udp                       | web may reach cart:53/udp
            web may reach cart:8000-8100/sctp                         | web may reach cart:8000-8100/sctp
            web may reach cart                                        | web may reach cart
            nobody may reach redis from the internet                  | nobody may reach redis from the internet
            the internet may not reach redis                          | nobody may reach redis from the internet
            nobody may reach redis                                    | nobody may reach redis
            anyone may not reach redis                                | nobody may reach redis
            nobody may reach redis from pay/*                         | pay/* may not reach redis
            nobody may reach redis:6379 from the cluster              | any pod may not reach redis:6379
            shop/web may not reach payments/*                         | web may not reach payments/*
            * may reach any pod:53/udp                                | shop/* may reach any pod:53/udp
            app=web,tier=front may reach pay/app=api:443              | app=web,tier=front may reach pay/app=api:443
            tier=front,app=web may reach pay/app=api:443              | app=web,tier=front may reach pay/app=api:443
            app.kubernetes.io/name=web may reach cart                 | shop/app.kubernetes.io/name=web may reach cart
            pay/app.kubernetes.io/name=api may reach cart             | pay/app.kubernetes.io/name=api may reach cart
            app= may reach cart                                       | app= may reach cart
            web may reach the internet:443                            | web may reach the internet:443
            web may not reach 10.0.0.0/8                              | web may not reach 10.0.0.0/8
            web may not reach 10.1.2.3/8:80                           | web may not reach 10.0.0.0/8:80
            web may not reach 203.0.113.7:80                          | web may not reach 203.0.113.7/32:80
            web may not reach 2001:db8::/32                           | web may not reach 2001:db8::/32
            web may not reach [2001:db8::/32]:443                     | web may not reach [2001:db8::/32]:443
            2001:db8::1 may reach anyone                              | 2001:db8::1/128 may reach anyone
            everybody may reach web:80                                | anyone may reach web:80
            """)
    void aSentenceIsReadAndWrittenBackInOneWay(String sentence, String canonical) {
        if (canonical.equals("!")) {
            assertThatThrownBy(() -> Claim.parse(sentence, "shop")).isInstanceOf(ClaimException.class);
            return;
        }
        Claim claim = Claim.parse(sentence, "shop");
        assertThat(claim.in("shop")).isEqualTo(canonical);
        assertThat(Claim.parse(claim.in("shop"), "shop")).isEqualTo(claim);
        assertThat(Claim.parse(claim.in(""), "shop")).as("names in full").isEqualTo(claim);
        assertThat(Claim.parse(claim.in("elsewhere"), "elsewhere")).isEqualTo(claim);
        ClaimFields fields = ClaimFields.of(claim, "shop");
        assertThat(fields.claim("shop")).as("sentence and fields").isEqualTo(claim);
        ClaimFields alone = new ClaimFields(
                null, fields.from(), fields.may(), fields.to(), fields.port(), fields.endPort(), fields.protocol());
        assertThat(alone.claim("anywhere")).as("fields alone").isEqualTo(claim);
    }

    @Test
    void aSentenceMeansWhatItSays() {
        assertThat(Claim.parse("web may reach pay/app=api:443", "shop"))
                .isEqualTo(new Claim(
                        new Who.Workload("shop", "web"),
                        true,
                        new Who.Labelled("pay", Map.of("app", "api")),
                        new Claim.Port(Protocol.TCP, PortRange.single(443))));
        assertThat(Claim.parse("nobody may reach 10.0.0.0/8 from the internet", "shop"))
                .isEqualTo(new Claim(new Who.Internet(), false, new Who.Addresses(IpPrefix.parse("10.0.0.0/8")), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                     | 1  | says nothing
            web                                    | 4  | no “may”
            web reach cart                         | 5  | no “may”
            web may cart                           | 9  | “reach”
            web may reach                          | 14 | who is meant
            may reach cart                         | 1  | who is meant
            nobody may not reach cart              | 12 | says two things
            web may reach cart:808080              | 20 | no port
            web may reach cart:0                   | 20 | 1 to 65535
            web may reach cart:90-80               | 20 | smaller one first
            web may reach cart:http                | 20 | no port
            web may reach cart:80/icmp             | 20 | no port
            web may reach :80                      | 15 | Whose port
            web may reach cart now                 | 20 | nobody who is known
            web may reach Cart                     | 15 | no name
            SHOP/web may reach cart                | 1  | no name of a namespace
            app=web,tier may reach cart            | 9  | no label
            app=web,app=api may reach cart         | 9  | there twice
            web may reach 10.0.0.0/33              | 15 | no address
            web may reach 300.0.0.1                | 15 | no address
            nobody may reach cart from             | 27 | who is meant
            """)
    void whatIsWrongIsSaidAtItsLetter(String sentence, int column, String what) {
        assertThatThrownBy(() -> Claim.parse(sentence, "shop"))
                .isInstanceOfSatisfying(
                        ClaimException.class,
                        wrong -> assertThat(wrong.column()).isEqualTo(column))
                .hasMessageContaining(what);
    }

    @Test
    void withoutANamespaceAroundItEveryNameNeedsOne() {
        assertThatThrownBy(() -> Claim.parse("shop/web may reach cart", ""))
                .hasMessageContaining("Of which namespace?")
                .isInstanceOfSatisfying(
                        ClaimException.class,
                        wrong -> assertThat(wrong.column()).isEqualTo(20));
    }

    @Test
    void aSentenceHasAnEnd() {
        assertThatThrownBy(() -> Claim.parse("web may reach " + "c".repeat(600), "shop"))
                .hasMessageContaining("at most 500");
    }

    @Test
    void fieldsAreRefusedByName() {
        for (Map<String, Object> spec : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("from", Map.of("workload", "web"), "to", Map.of("workload", "cart")),
                Map.of("from", Map.of("workload", "web", "cidr", "10.0.0.0/8"), "may", true, "to", Map.of()),
                Map.of("from", Map.of("who", "somebody"), "may", true, "to", Map.of("workload", "cart")),
                Map.of("from", "web", "may", true),
                Map.of("expect", "web may reach cart", "may", true),
                Map.of("expect", "web may reach cart", "unknown", 1),
                Map.of("expect", "web may reach cart", "port", "x"))) {
            assertThatThrownBy(() -> ClaimFields.read(spec).claim("shop"))
                    .as("%s", spec)
                    .isInstanceOfSatisfying(
                            ClaimException.class,
                            wrong -> assertThat(wrong.field()).isNotEmpty());
        }
        ClaimFields twice = new ClaimFields(
                "web may reach cart",
                new ClaimFields.ClaimEnd(null, null, "web", null, null),
                true,
                new ClaimFields.ClaimEnd(null, null, "redis", null, null),
                null,
                null,
                null);
        assertThatThrownBy(() -> twice.claim("shop")).hasMessageContaining("different things");
    }
}
