package dev.weir.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.Rule;
import dev.weir.cluster.testing.Clusters;
import dev.weir.counts.PairVerdicts;
import dev.weir.net.Direction;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.recommendation.Recommendation.Purpose;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Recommended;
import dev.weir.recommendation.Recommendation.Row;
import dev.weir.recommendation.RecordedShop.End;
import dev.weir.simulation.Recordings;
import dev.weir.simulation.Simulation.BlindSpot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecommenderTests {
    /** More than are read at once. */
    private static final int OFTEN = 12_000;

    private final RecordedShop shop = RecordedShop.withNamespaces("shop", "payments", "kube-system");
    private Pod web = RecordedShop.made("shop/none", "10.0.0.1", null, Map.of());
    private Pod cart = web;
    private Pod payment = web;

    @BeforeEach
    void threeWorkloads() {
        web = shop.pod("shop/web-1", "10.244.1.1", "web", Map.of("app", "web", "pod-template-hash", "59f8"));
        cart = shop.pod("shop/cart-1", "10.244.1.2", "cart", Map.of("app", "cart"));
        payment = shop.pod("payments/payment-1", "10.244.2.1", "payment", Map.of("app", "payment"));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static NetworkPolicy policy(Recommendation recommendation, String name) {
        return recommendation.policies().stream()
                .map(Recommended::policy)
                .filter(policy -> policy.ref().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + names(recommendation)));
    }

    private static List<String> names(Recommendation recommendation) {
        return recommendation.policies().stream()
                .map(one -> one.policy().ref().name())
                .toList();
    }

    private static String spec(Recommendation recommendation, String name) {
        return PolicyTree.spec(policy(recommendation, name)).toString();
    }

    private void bothEnds(Pod from, Pod to, int port) {
        shop.passed(Direction.EGRESS, End.of(from), End.of(to), port);
        shop.passed(Direction.INGRESS, End.of(from), End.of(to), port);
    }

    @Test
    void whatWasSeenGetsARuleAtBothEndsAndNothingElseDoes() {
        bothEnds(web, cart, 7070);
        shop.passed(Direction.EGRESS, End.of(cart), End.of(payment), 8443);
        shop.passed(Direction.EGRESS, End.of(web), End.of("203.0.113.10"), 443);
        Recommendation found = shop.recommend();
        assertThat(names(found)).containsExactly("default-deny", "allow-dns", "allow-cart", "allow-web");
        assertThat(found.observed())
                .as("a connection recorded by both ends is one")
                .isEqualTo(3);
        assertThat(found.admitted()).isEqualTo(3);
        assertThat(found.rest()).isEmpty();
        assertThat(spec(found, "allow-cart"))
                .isEqualTo("{podSelector={matchLabels={app=cart}}, policyTypes=[Ingress, Egress],"
                        + " ingress=[{from=[{podSelector={matchLabels={app=web}}}], ports=[{protocol=TCP, port=7070}]}],"
                        + " egress=[{to=[{namespaceSelector={matchLabels={kubernetes.io/metadata.name=payments}},"
                        + " podSelector={matchLabels={app=payment}}}], ports=[{protocol=TCP, port=8443}]}]}");
        assertThat(spec(found, "allow-web")).contains("cidr=203.0.113.10/32").doesNotContain("hash");
        assertThat(spec(found, "allow-dns")).contains("kube-system", "kube-dns", "UDP", "TCP", "port=53");
        assertThat(spec(found, "default-deny")).isEqualTo("{podSelector={}, policyTypes=[Ingress, Egress]}");
    }

    @Test
    void peersWithTheSamePortsShareARuleAndAddressesAreGroupedWhereThatIsExact() {
        for (String address : List.of("203.0.113.8", "203.0.113.9", "203.0.113.10", "203.0.113.11", "203.0.113.20")) {
            shop.passed(Direction.INGRESS, End.of(address), End.of(web), 8080);
            shop.passed(Direction.INGRESS, End.of(address), End.of(web), 8081);
        }
        shop.passed(Direction.INGRESS, End.of(cart), End.of(web), 8080);
        shop.passed(Direction.INGRESS, End.of(cart), End.of(web), 8081);
        List<Rule> rules = policy(shop.recommend(), "allow-web").ingress();
        assertThat(rules).singleElement().satisfies(rule -> {
            assertThat(rule.peers().toString())
                    .contains("app=cart", "203.0.113.8/30", "203.0.113.20/32")
                    .doesNotContain("203.0.113.9");
            assertThat(rule.ports())
                    .containsExactly(
                            new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(new PortRange(8080, 8081))));
        });
    }

    @Test
    void policiesThatAreEnforcedAreRespectedAndNotRepeated() {
        shop.policy(Clusters.allowIngress("shop", "cart-in", "web", "cart"));
        shop.policy(Clusters.denyAll("shop", "default-deny"));
        bothEnds(web, cart, 7070);
        Recommendation found = shop.recommend();
        assertThat(names(found)).containsExactly("allow-dns", "allow-web");
        assertThat(policy(found, "allow-web").ingress()).isEmpty();
        assertThat(found.respected()).singleElement().satisfies(one -> {
            assertThat(one.policy()).isEqualTo(new PolicyRef("shop", "cart-in"));
            assertThat(one.connections()).isEqualTo(1);
        });
        assertThat(found.admitted()).isEqualTo(1);
    }

    @Test
    void aPolicyThatIsNotWantedLeavesItsConnectionsInTheRest() {
        bothEnds(web, cart, 7070);
        Recommendation found = shop.recommend("allow-cart");
        assertThat(names(found)).as("it can be chosen again").contains("allow-cart");
        assertThat(found.wanted()).noneMatch(policy -> policy.ref().name().equals("allow-cart"));
        assertThat(found.admitted()).isZero();
        assertThat(found.rest()).singleElement().satisfies(row -> {
            assertThat(row.reason()).isEqualTo(Reason.LEFT_OUT);
            assertThat(row.from()).isEqualTo("shop/web");
            assertThat(row.to()).isEqualTo("shop/cart");
        });
    }

    @Test
    void whatCannotBeWrittenIsListedWithTheReason() {
        shop.namespace("payments", Map.of("team", "money"), Map.of());
        shop.passed(Direction.EGRESS, End.of(cart), End.of(payment), 8443);
        shop.record(Direction.EGRESS, End.of(web), End.of(cart), Protocol.ICMP, 0, Verdict.ALLOWED);
        shop.passed(Direction.INGRESS, End.hidden("10.244.9.9"), End.of(web), 8080);
        shop.passed(
                Direction.INGRESS,
                End.of(RecordedShop.made("shop/gone", "10.244.7.7", null, Map.of("app", "gone"))),
                End.of(web),
                8080);
        shop.record(Direction.INGRESS, End.of(payment), End.of(cart), Protocol.TCP, 22, Verdict.DENIED);
        Recommendation found = shop.recommend();
        assertThat(found.rest())
                .extracting(Row::reason)
                .containsExactlyInAnyOrder(
                        Reason.NAMESPACE_UNNAMED, Reason.NO_PORTS, Reason.HIDDEN, Reason.POD_UNKNOWN);
        assertThat(found.rest()).extracting(Row::why).allMatch(why -> why.length() > 20);
        assertThat(found.observed()).isEqualTo(4);
        assertThat(found.admitted()).isZero();
        assertThat(found.denied()).singleElement().satisfies(row -> {
            assertThat(row.from()).isEqualTo("payments/payment");
            assertThat(row.port()).isEqualTo(22);
        });
        assertThat(names(found)).containsExactly("default-deny", "allow-dns");
    }

    @Test
    void whatLeftAndWasDeniedOnArrivalDidNotPass() {
        shop.passed(Direction.EGRESS, End.of(web), End.of(cart), 6379);
        shop.record(Direction.INGRESS, End.of(web), End.of(cart), Protocol.TCP, 6379, Verdict.DENIED);
        Recommendation found = shop.recommend();
        assertThat(found.observed()).isZero();
        assertThat(found.denied()).hasSize(1);
    }

    @Test
    void moreAddressesThanAnybodyReadsAreLeftToAPerson() {
        for (int i = 0; i < 2 * RuleBook.MOST_BLOCKS + 2; i += 2) {
            shop.passed(Direction.INGRESS, End.of("203.0.113." + i), End.of(web), 8080);
        }
        shop.passed(Direction.INGRESS, End.of("203.0.113.1"), End.of(web), 9090);
        Recommendation found = shop.recommend();
        assertThat(found.admitted()).isEqualTo(1);
        assertThat(found.rest()).extracting(Row::reason).containsOnly(Reason.TOO_MANY_ADDRESSES);
    }

    @Test
    void workloadsThatNoLabelTellsApartShareAPolicyAndOthersAreExcluded() {
        shop.pod("shop/web-canary", "10.244.1.9", "web-canary", Map.of("app", "web", "track", "canary"));
        shop.pod("shop/cart-twin", "10.244.1.8", "cart-twin", Map.of("app", "cart"));
        bothEnds(web, cart, 7070);
        Recommendation found = shop.recommend();
        assertThat(names(found)).contains("allow-cart-and-1-more", "allow-web");
        assertThat(policy(found, "allow-web").podSelector().toString()).contains("track", "DOES_NOT_EXIST");
        assertThat(found.policies())
                .anySatisfy(one -> assertThat(one.workloads()).containsExactly("shop/cart", "shop/cart-twin"));
    }

    @Test
    void whatWasRecommendedBeforeAndIsInShadowIsWrittenAnewOrTakenAway() {
        bothEnds(web, cart, 7070);
        for (NetworkPolicy policy : shop.recommend().wanted()) {
            shop.policy(Recommendation.in(PolicyMode.SHADOW, policy));
        }
        shop.policy(Recommendation.in(
                PolicyMode.SHADOW,
                new NetworkPolicy(
                        new PolicyRef("shop", "allow-gone"),
                        Map.of(Recommendation.ANNOTATION, "true"),
                        LabelSelector.EVERYTHING,
                        Set.of(Direction.INGRESS),
                        List.of(),
                        List.of())));
        Recommendation again = shop.recommend();
        assertThat(names(again)).containsExactly("default-deny", "allow-dns", "allow-cart", "allow-web");
        assertThat(again.admitted()).isEqualTo(1);
        assertThat(again.outdated()).containsExactly(new PolicyRef("shop", "allow-gone"));
    }

    @Test
    void theNameOfSomebodyElsesPolicyIsNotTaken() {
        shop.policy(Clusters.allowIngress("shop", "allow-web", "cart", "nobody"));
        bothEnds(web, cart, 7070);
        assertThat(names(shop.recommend())).contains("allow-web-2").doesNotContain("allow-web");
    }

    @Test
    void oneDirectionIsolatesAndAdmitsInThatDirectionOnly() {
        bothEnds(web, cart, 7070);
        Recommendation found = shop.recommend(Set.of(Direction.INGRESS));
        assertThat(names(found)).containsExactly("default-deny", "allow-cart");
        assertThat(found.policies())
                .allSatisfy(one -> assertThat(one.policy().types()).containsExactly(Direction.INGRESS));
    }

    @Test
    void inANamespaceInShadowTheShareIsThatOfEnforcedPolicies() {
        shop.namespace(
                "shop",
                Map.of(RecordedShop.NAMESPACE_NAME, "shop"),
                Map.of(PolicyMode.ANNOTATION, PolicyMode.SHADOW_VALUE));
        bothEnds(web, cart, 7070);
        assertThat(shop.recommend("allow-web").admitted()).isZero();
    }

    @Test
    void pairsThatWereCountedAndNotRecordedAreABlindSpot() {
        bothEnds(web, cart, 7070);
        shop.counted(
                pair("cart", "web", new Tally(41, 0, RecordedShop.NOON.minusSeconds(60), null)),
                pair("web", "cart", new Tally(7, 0, RecordedShop.NOON.minusSeconds(60), null)),
                pair("cart", "db", new Tally(9, 0, RecordedShop.DAY.from().minusSeconds(1), null)));
        assertThat(shop.recommend().blindSpots())
                .filteredOn(spot -> spot.kind() == BlindSpot.Kind.COUNTED_ONLY)
                .singleElement()
                .satisfies(spot -> assertThat(spot.text())
                        .contains("shop/cart to shop/web (41)")
                        .doesNotContain("(7)", "(9)"));
    }

    private static PairVerdicts pair(String from, String to, Tally tally) {
        return new PairVerdicts(
                new PairEnd("shop", "Deployment", from),
                new PairEnd("shop", "Deployment", to),
                Direction.INGRESS,
                tally,
                RecordedShop.DAY.from());
    }

    @Test
    void whoeverNothingIsolatesIsSaidNotToBeRecorded() {
        List<String> texts =
                shop.recommend().blindSpots().stream().map(BlindSpot::text).toList();
        assertThat(texts).anyMatch(text -> text.contains("No policy isolates 2 pods for ingress"));
        shop.policy(Recommendation.in(PolicyMode.SHADOW, Clusters.denyAll("shop", "default-deny")));
        assertThat(shop.recommend().blindSpots())
                .extracting(BlindSpot::text)
                .as("a default-deny in shadow has everything recorded")
                .noneMatch(text -> text.contains("isolate"));
    }

    @Test
    void whatHappensOnceADayIsNotCrowdedOutByWhatHappensAllTheTime() {
        shop.passed(Direction.EGRESS, End.of(cart), End.of(payment), 8443);
        shop.passed(Direction.INGRESS, End.of("203.0.113.10"), End.of(cart), 9090);
        shop.passed(Direction.INGRESS, End.of("203.0.113.11"), End.of(web), 8080);
        for (int i = 0; i < OFTEN; i++) {
            shop.passed(Direction.INGRESS, End.of(web), End.of(cart), 7070);
            shop.passed(Direction.INGRESS, End.of("203.0.113.10"), End.of(web), 8080);
        }
        Recommendation found = shop.recommend();
        assertThat(spec(found, "allow-cart")).contains("port=8443", "port=9090", "port=7070");
        assertThat(spec(found, "allow-web")).contains("203.0.113.10/31");
        assertThat(found.observed()).isEqualTo(3 + 2 * OFTEN);
        assertThat(found.rest()).isEmpty();
        assertThat(found.blindSpots()).extracting(BlindSpot::text).noneMatch(text -> text.contains("were looked at"));
    }

    @Test
    void moreDifferentConnectionsThanAreLookedAtAreABlindSpot() {
        for (int i = 0; i <= Recordings.MOST_CONNECTIONS; i++) {
            String client = "198.51." + i / 256 % 256 + "." + i % 256;
            shop.passed(Direction.INGRESS, End.of(client), End.of(web), 8080);
        }
        Recommendation found = shop.recommend();
        assertThat(found.observed()).isEqualTo(Recordings.MOST_CONNECTIONS);
        assertThat(found.blindSpots())
                .extracting(BlindSpot::text)
                .contains("There are more different connections in the window than were looked at, which were 20000."
                        + " Take a shorter one.");
    }

    @Test
    void theDefaultDenyAndTheDnsRuleAreThereWithoutAnyRecord() {
        Recommendation found = shop.recommend();
        assertThat(found.policies())
                .extracting(Recommended::purpose)
                .containsExactly(Purpose.DEFAULT_DENY, Purpose.DNS);
        assertThat(found.observed()).isZero();
        Peer dns = Objects.requireNonNull(policy(found, "allow-dns"))
                .egress()
                .getFirst()
                .peers()
                .getFirst();
        assertThat(dns).isInstanceOf(Peer.NamespacePeer.class);
    }
}
