package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.words.PolicyWords;
import dev.weir.words.WordLines;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The wording of every construct of a NetworkPolicy. */
class PolicyWordsTests {
    private static final ClusterSnapshot SHOP = ClusterSnapshot.of(1, ShopCluster.contents());
    private final PolicyWords words = new PolicyWords(texts());

    static Texts texts() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        return new Texts(messages, Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {podSelector: {}}                                                    | accept no inbound connection
            {podSelector: {}}                                                    | policyTypes is not given, so only inbound is controlled
            {podSelector: {}, policyTypes: [Ingress], ingress: []}               | accept no inbound connection
            {podSelector: {}, ingress: [{}]}                                     | accept inbound connections from anyone, on any port
            {podSelector: {}, ingress: [{ports: [{port: 80}]}]}                  | accept TCP 80 from anyone
            {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}            | accept connections on any port from every pod in shop
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}      | accept connections on any port from any pod in any namespace of this cluster
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: b}}}]}]} | accept connections on any port from pods app=b in namespaces team=a
            {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}, {podSelector: {matchLabels: {app: b}}}]}]} | accept connections on any port from any pod in namespaces team=a or pods app=b in shop
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]} | accept connections on any port from any IPv4 address (not IPv6)
            {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]} | accept connections on any port from addresses 10.0.0.0/8 except 10.1.0.0/16
            {podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 8100}, {protocol: UDP}]}]} | accept TCP 8000–8100 or any UDP port from anyone
            {podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [db]}]}}]}]} | accept connections on any port from pods tier is not db (also without tier) in shop
            {podSelector: {}, policyTypes: [Egress]}                             | open no outbound connection
            {podSelector: {}, policyTypes: [Egress]}                             | inbound is not affected by this policy
            {podSelector: {}, policyTypes: [Egress], egress: [{}]}               | open outbound connections to anyone, on any port
            """)
    void everyConstructHasItsSentence(String spec, String sentence) {
        assertThat(words.explain(ShopCluster.policy(policy(spec)), SHOP).sentences())
                .extracting(WordLines.Sentence::text)
                .contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {podSelector: {matchLabels: {ap: web}}}                                                  | selects no pod
            {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 443}]}]}               | Names cannot be resolved
            {podSelector: {matchLabels: {app: cart}}, ingress: [{ports: [{port: http}]}]}            | Port “http” is missing on 1 of 1
            """)
    void whatIsProbablyNotMeantCarriesACaution(String spec, String caution) {
        assertThat(words.explain(ShopCluster.policy(policy(spec)), SHOP).cautions())
                .anyMatch(text -> text.contains(caution));
    }

    private static String policy(String spec) {
        return "{metadata: {name: p, namespace: shop}, spec: " + spec + "}";
    }
}
