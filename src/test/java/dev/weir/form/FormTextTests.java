package dev.weir.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.document.RandomYaml;
import dev.weir.form.FormAction.AddDnsRule;
import dev.weir.form.FormAction.AddPeers;
import dev.weir.form.FormAction.AddPort;
import dev.weir.form.FormAction.AddRule;
import dev.weir.form.FormAction.RemovePeer;
import dev.weir.form.FormAction.RemovePort;
import dev.weir.form.FormAction.RemoveRule;
import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PeerKind;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the form says is what the text says, and a change in one is the same change in the other. */
class FormTextTests {
    private static final String POLICY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: cart # the basket
              namespace: shop
              labels: {team: shop}
            spec:
              podSelector: {matchLabels: {app: cart}}
              # who may ask
              ingress:
                - from:
                    - podSelector:
                        matchExpressions:
                          - {key: app, operator: In, values: [web, admin]} # both
                    - namespaceSelector: {matchLabels: {team: ops}}
                    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
                    - podSelector: {matchLabels: {version: 1}}
                  ports:
                    - port: 80
                    - {protocol: UDP, port: 8000, endPort: 8100}
              future: [a, b]
            """;

    @Test
    void theFormShowsWhatItKnowsAndKeepsTheRestWordForWord() {
        PolicyForm form = FormText.parse(POLICY).form();
        assertThat(form.podSelector()).isEqualTo("app=cart");
        assertThat(form.controls()).containsExactly(Direction.INGRESS);
        assertThat(form.ingress()).singleElement().satisfies(rule -> {
            assertThat(rule.peers())
                    .extracting(PeerForm::kind)
                    .containsExactly(PeerKind.PODS, PeerKind.NAMESPACES, PeerKind.ADDRESSES, PeerKind.OTHER);
            assertThat(rule.peers().getFirst().pods()).isEqualTo("app in (web, admin)");
            assertThat(rule.peers().getLast().text()).isEqualTo("- podSelector: {matchLabels: {version: 1}}");
            assertThat(rule.ports()).extracting(PortForm::port).containsExactly("80", "8000-8100");
        });
        assertThat(form.kept())
                .extracting(PolicyForm.Kept::text)
                .containsExactly("labels: {team: shop}", "future: [a, b]");
    }

    @Test
    void aFieldOfTheFormIsAFieldOfTheText() {
        assertThat(changed(form -> withSelector(form, "app=cart, !legacy")))
                .isEqualTo(POLICY.replace(
                        "matchLabels: {app: cart}}",
                        "matchLabels: {app: cart}, matchExpressions: [{key: legacy, operator: DoesNotExist}]}"));
        assertThat(changed(form -> withPeer(form, 0, peer -> pods(peer, "app in (web)"))))
                .isEqualTo(POLICY.replace("[web, admin]} # both", "[web]} # both"));
        assertThat(changed(form -> withPort(form, 0, port -> new PortForm(port.at(), "TCP", "80-90", ""))))
                .isEqualTo(POLICY.replace("- port: 80\n", "- port: 80\n          endPort: 90\n"));
    }

    @Test
    void aDirectionThatIsSwitchedOnIsWrittenDown() {
        String text = changed(form -> new PolicyForm(
                form.name(),
                form.podSelector(),
                true,
                EnumSet.allOf(Direction.class),
                form.ingress(),
                form.egress(),
                form.kept()));
        assertThat(text)
                .contains(
                        "  policyTypes:\n    - Ingress\n    - Egress\n", "policy.network.gke.io/enable-logging: 'true'")
                .contains("# the basket", "# who may ask", "# both");
    }

    @Test
    void buttonsAddAndTakeAwayWithoutTouchingWhatIsAround() {
        FormText text = FormText.parse(POLICY);
        assertThat(text.after(new AddRule(Direction.INGRESS)).text().text())
                .isEqualTo(POLICY.replace("endPort: 8100}\n", "endPort: 8100}\n    - {}\n"));
        assertThat(text.after(new AddPort(Direction.INGRESS, 0)).text().text())
                .isEqualTo(POLICY.replace("endPort: 8100}\n", "endPort: 8100}\n        - protocol: TCP\n"));
        assertThat(text.after(new RemovePort(Direction.INGRESS, 0, 0)).text().text())
                .isEqualTo(POLICY.replace("        - port: 80\n", ""));
        assertThat(text.after(new RemovePeer(Direction.INGRESS, 0, 2)).text().text())
                .isEqualTo(POLICY.replace("        - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}\n", ""));
        assertThat(text.after(new AddPeers(Direction.INGRESS, 0, Presets.internet()))
                        .form()
                        .ingress()
                        .getFirst()
                        .peers())
                .hasSize(6);
        assertThat(text.after(new RemoveRule(Direction.INGRESS, 0)).text().text())
                .isEqualTo(POLICY.substring(0, POLICY.indexOf("\n    - from")).concat(" []\n  future: [a, b]\n"));
    }

    @Test
    void aRuleOfADirectionThatIsNotControlledBringsTheDirection() {
        FormText text = FormText.parse(POLICY).after(new AddDnsRule());
        assertThat(text.form().controls()).containsExactly(Direction.INGRESS, Direction.EGRESS);
        assertThat(text.form().egress().getFirst().ports())
                .extracting(PortForm::port)
                .containsOnly("53");
    }

    @Test
    void aServiceBecomesThePodsBehindIt() {
        assertThat(Presets.service("shop", Map.of("app", "web"), "shop")).containsOnlyKeys("podSelector");
        assertThat(Presets.service("ops", Map.of("app", "web"), "shop").toString())
                .contains("kubernetes.io/metadata.name=ops");
        assertThatThrownBy(() -> Presets.service("shop", Map.of(), "shop"))
                .isInstanceOf(FormException.class)
                .hasMessageContaining("no selector");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app=web, tier in (a, b)     | {matchLabels={app=web}, matchExpressions=[{key=tier, operator=In, values=[a, b]}]}
            app==web,!x, y              | {matchLabels={app=web}, matchExpressions=[{key=x, operator=DoesNotExist}, {key=y, operator=Exists}]}
            tier != db                  | {matchExpressions=[{key=tier, operator=NotIn, values=[db]}]}
            a.b/c=                      | {matchLabels={a.b/c=}}
            """)
    void selectorsAreWrittenAsKubectlDoes(String line, String selector) {
        assertThat(SelectorText.read(line)).hasToString(selector);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app=web, app=cart | there twice
            app=              web=x | no condition
            tier in ()        | cannot be the value
            -x                | no condition
            """)
    void whatIsNoSelectorIsRefusedWithASentence(String line, String sentence) {
        assertThatThrownBy(() -> SelectorText.read(line))
                .isInstanceOf(FormException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"70000, 1 to 65535", "90-80, ends before", "HTTP, is no port", "8o, x"})
    void whatIsNoPortIsRefusedWithASentence(String port, String sentence) {
        if (port.equals("8o")) {
            assertThat(PortText.read(port)).containsEntry("port", "8o");
            return;
        }
        assertThatThrownBy(() -> PortText.read(port))
                .isInstanceOf(FormException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aFormThatNobodyTouchedGivesTheTextByteForByte() {
        for (long seed = 0; seed < 1000; seed++) {
            RandomYaml random = new RandomYaml(new Random(seed));
            String yaml = random.write(random.policy());
            FormText text = FormText.parse(yaml);
            PolicyForm same = copy(text.form());
            assertThat(text.with(same).text().text()).as("seed %d", seed).isEqualTo(yaml);
            PolicyForm logged = withLogging(same, !same.allowLogging());
            String back = text.with(logged)
                    .with(withLogging(text.with(logged).form(), same.allowLogging()))
                    .text()
                    .text();
            assertThat(FormText.parse(back).form()).as("seed %d", seed).isEqualTo(same);
        }
    }

    @Test
    void anyChangeOfTheFormIsReadBackAndEverythingElseIsAsItWas() {
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            RandomYaml yaml = new RandomYaml(random);
            FormText text = FormText.parse(yaml.write(yaml.policy()));
            PolicyForm wanted = RandomForm.changed(text.form(), random);
            FormText after = text.with(wanted);
            assertThat(renumbered(after.form()))
                    .as(
                            "seed %d%n%s%n→%n%s",
                            seed, text.text().text(), after.text().text())
                    .isEqualTo(renumbered(wanted));
        }
    }

    private static PolicyForm renumbered(PolicyForm form) {
        return new PolicyForm(
                form.name(),
                form.podSelector(),
                form.allowLogging(),
                form.controls(),
                renumbered(form.ingress()),
                renumbered(form.egress()),
                List.of());
    }

    private static List<RuleForm> renumbered(List<RuleForm> rules) {
        return rules.stream()
                .map(rule -> new RuleForm(
                        0,
                        rule.peers().stream()
                                .map(peer -> new PeerForm(
                                        0, peer.kind(), peer.namespaces(), peer.pods(), peer.cidr(), peer.except(), ""))
                                .toList(),
                        rule.ports().stream()
                                .map(port -> new PortForm(0, port.protocol(), port.port(), ""))
                                .toList(),
                        List.of()))
                .toList();
    }

    private static PolicyForm copy(PolicyForm form) {
        return withLogging(form, form.allowLogging());
    }

    static PolicyForm withLogging(PolicyForm form, boolean on) {
        return new PolicyForm(
                form.name(),
                form.podSelector(),
                on,
                Set.copyOf(form.controls()),
                form.ingress(),
                form.egress(),
                form.kept());
    }

    static PolicyForm withSelector(PolicyForm form, String selector) {
        return new PolicyForm(
                form.name(),
                selector,
                form.allowLogging(),
                form.controls(),
                form.ingress(),
                form.egress(),
                form.kept());
    }

    static PolicyForm withIngress(PolicyForm form, List<RuleForm> ingress) {
        return new PolicyForm(
                form.name(),
                form.podSelector(),
                form.allowLogging(),
                form.controls(),
                ingress,
                form.egress(),
                form.kept());
    }

    private static PolicyForm withPeer(PolicyForm form, int index, UnaryOperator<PeerForm> change) {
        RuleForm rule = form.ingress().getFirst();
        List<PeerForm> peers = new ArrayList<>(rule.peers());
        peers.set(index, change.apply(peers.get(index)));
        return withIngress(form, List.of(new RuleForm(rule.at(), peers, rule.ports(), rule.kept())));
    }

    private static PolicyForm withPort(PolicyForm form, int index, UnaryOperator<PortForm> change) {
        RuleForm rule = form.ingress().getFirst();
        List<PortForm> ports = new ArrayList<>(rule.ports());
        ports.set(index, change.apply(ports.get(index)));
        return withIngress(form, List.of(new RuleForm(rule.at(), rule.peers(), ports, rule.kept())));
    }

    static PeerForm pods(PeerForm peer, String pods) {
        return new PeerForm(peer.at(), peer.kind(), peer.namespaces(), pods, peer.cidr(), peer.except(), peer.text());
    }

    private static String changed(UnaryOperator<PolicyForm> change) {
        FormText text = FormText.parse(POLICY);
        return text.with(change.apply(text.form())).text().text();
    }
}
