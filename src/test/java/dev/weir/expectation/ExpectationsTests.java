package dev.weir.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.expectation.ExpectationGate.Breach;
import dev.weir.expectation.ExpectationWatch.Watched;
import dev.weir.expectation.Outcome.Broken;
import dev.weir.expectation.Outcome.State;
import dev.weir.expectation.Outcome.Undecidable;
import dev.weir.simulation.PolicyEdits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expectations over a small shop: how they stand, who is to blame, what is kept. */
class ExpectationsTests {
    private static final Clock CLOCK = Clock.fixed(SmallShop.NOON, ZoneOffset.UTC);
    private static final ExpectationRef WEB_TO_CART = new ExpectationRef("shop", "web-to-cart");

    @TempDir
    Path directory;

    private ExpectationBook book() {
        return new ExpectationBook(directory.resolve("expectations.json").toString(), CLOCK);
    }

    private static Claim claim(String sentence) {
        return Claim.parse(sentence, "shop");
    }

    @Test
    void theWitnessNamesTheRuleThatAdmitsAndThePolicyThatIsolates() {
        assertThat(SmallShop.judge(SmallShop.with(SmallShop.CART_IN), "web may reach cart:8080"))
                .isInstanceOf(Outcome.Holds.class);
        assertThat(SmallShop.judge(SmallShop.with(SmallShop.CART_IN), "web may not reach cart:8080"))
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.witness().sentence(namespace -> true))
                                .startsWith("shop/web may reach shop/cart on TCP 8080: ")
                                .contains("leaving shop/web-1 no policy isolates it")
                                .contains("entering shop/cart-1 admitted by shop/cart-in (rule 1)"));
        assertThat(SmallShop.judge(SmallShop.with(SmallShop.CART_IN), "web may reach cart:9090"))
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.witness().sentence(namespace -> true))
                                .isEqualTo("shop/web may not reach shop/cart on TCP 9090: "
                                        + "entering shop/cart-1 isolated by shop/cart-in, none admits."));
    }

    @Test
    void theInternetIsNotThePrivateNetworks() {
        String fromPrivate = SmallShop.REDIS_IN.replace(
                "- from: [{podSelector: {matchLabels: {app: cart}}}]", "- from: [{ipBlock: {cidr: 10.0.0.0/8}}]");
        assertThat(SmallShop.judge(SmallShop.with(fromPrivate), "nobody may reach redis from the internet"))
                .isInstanceOf(Outcome.Holds.class);
        assertThat(SmallShop.judge(SmallShop.with(fromPrivate), "10.1.0.0/16 may reach redis:6379"))
                .isInstanceOf(Outcome.Holds.class);
        assertThat(SmallShop.judge(
                        SmallShop.with(fromPrivate.replace("10.0.0.0/8", "203.0.113.0/24")),
                        "nobody may reach redis from the internet"))
                .isInstanceOf(Broken.class);
    }

    @Test
    void whoeverIsNotThereIsSaidWithTheNearestName() {
        assertThat(SmallShop.judge(SmallShop.with(), "wbe may reach cart:8080"))
                .isInstanceOfSatisfying(
                        Undecidable.class, cannot -> assertThat(cannot.why()).endsWith("There is web."));
        assertThat(SmallShop.judge(SmallShop.with(), "app=wbe may reach cart:8080"))
                .isInstanceOfSatisfying(
                        Undecidable.class, cannot -> assertThat(cannot.why()).endsWith("There is app=web."));
        assertThat(SmallShop.judge(SmallShop.with(), "web may reach payment/api"))
                .isInstanceOfSatisfying(
                        Undecidable.class, cannot -> assertThat(cannot.why()).endsWith("There is payments."));
    }

    @Test
    void aNameOfAnotherNamespaceIsNotInTheSentenceForWhoeverMayNotSeeIt() {
        Outcome outcome =
                SmallShop.judge(SmallShop.with(SmallShop.CART_IN), "nobody may reach redis:6379 from payments/*");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> assertThat(broken.witness().sentence("shop"::equals))
                                .startsWith("a pod of another namespace may reach shop/redis")
                                .doesNotContain("payments", "api"));
    }

    @Test
    void whatIsWrittenDownSurvivesARestartWithHowItStood() {
        ExpectationBook book = book();
        Expectation first = book.put(WEB_TO_CART, claim("web may reach cart:8080"), "anna", 0);
        new ExpectationWatch(book, SmallShop.following(SmallShop.CART_IN), CLOCK).look();
        book.record(new Overriding(
                SmallShop.NOON,
                "anna",
                "ticket 4711",
                "NetworkPolicy shop/cart-in",
                List.of(new Overriding.BrokenOne("shop", "web-to-cart", "web may reach cart:8080")),
                List.of("shop")));

        ExpectationBook again = book();
        assertThat(again.list()).containsExactly(first);
        assertThat(again.standing(WEB_TO_CART)).contains(new Standing(State.HOLDS, SmallShop.NOON, null));
        assertThat(again.overridings()).isEqualTo(book.overridings());
        assertThat(again.put(WEB_TO_CART, claim("web may reach cart"), "bert", first.version())
                        .version())
                .isGreaterThan(first.version());
        assertThat(again.standing(WEB_TO_CART)).as("it says something else now").isEmpty();
    }

    @Test
    void nobodyOverwritesWhatTheyHaveNotSeen() {
        ExpectationBook book = book();
        Expectation first = book.put(WEB_TO_CART, claim("web may reach cart:8080"), "anna", 0);
        assertThatThrownBy(() -> book.put(WEB_TO_CART, claim("web may reach cart"), "bert", 0))
                .isInstanceOf(ExpectationChangedException.class);
        book.put(WEB_TO_CART, claim("web may reach cart"), "bert", first.version());
        assertThatThrownBy(() -> book.remove(WEB_TO_CART, first.version()))
                .isInstanceOf(ExpectationChangedException.class);
        assertThat(book.remove(WEB_TO_CART, -1)).isTrue();
        assertThat(book.remove(WEB_TO_CART, -1)).isFalse();
    }

    @Test
    void thereAreOnlySoManyInANamespace() {
        ExpectationBook book = new ExpectationBook("", CLOCK);
        for (int i = 0; i < ExpectationBook.MOST_OF_NAMESPACE; i++) {
            book.put(new ExpectationRef("shop", "e" + i), claim("web may reach cart"), "anna", 0);
        }
        assertThatThrownBy(
                        () -> book.put(new ExpectationRef("shop", "one-more"), claim("web may reach cart"), "anna", 0))
                .isInstanceOf(ExpectationException.class)
                .hasMessageContaining("delete one first");
        assertThatThrownBy(() -> book.put(new ExpectationRef("pay", "No_Name"), claim("web may reach cart"), "anna", 0))
                .hasMessageContaining("small letters");
    }

    @Test
    void theChangeThatBrokeItIsNamedAmongOthers() {
        ExpectationBook book = book();
        book.put(WEB_TO_CART, claim("web may reach cart:8080"), "anna", 0);
        ClusterState cluster = SmallShop.following(SmallShop.CART_IN);
        ExpectationWatch watch = new ExpectationWatch(book, cluster, CLOCK);
        watch.look();
        assertThat(watch.count(State.HOLDS)).isEqualTo(1);

        cluster.replace(SmallShop.contents(SmallShop.CART_IN.replace("app: web", "app: payments"), SmallShop.REDIS_IN));
        watch.look();
        Watched watched = watch.all().getFirst();
        assertThat(watched.outcome()).isInstanceOf(Broken.class);
        assertThat(Objects.requireNonNull(watched.standing().cause()).sentence())
                .isEqualTo("NetworkPolicy shop/cart-in was changed.");

        cluster.replace(SmallShop.contents(SmallShop.REDIS_IN));
        watch.look();
        assertThat(watch.all().getFirst().standing().cause())
                .as("it is well again")
                .isNull();
    }

    @Test
    void aChangeBreaksOnlyWhatItBreaksItself() {
        ExpectationBook book = new ExpectationBook("", CLOCK);
        book.put(WEB_TO_CART, claim("web may reach cart:8080"), "anna", 0);
        book.put(new ExpectationRef("shop", "broken-before"), claim("web may not reach redis"), "anna", 0);
        ExpectationGate gate = new ExpectationGate(book, SmallShop.following(SmallShop.CART_IN));

        PolicyEdits harmless = new PolicyEdits().apply(SmallShop.policy(SmallShop.REDIS_IN));
        assertThat(gate.breaches(harmless::in)).isEmpty();
        PolicyEdits harmful =
                new PolicyEdits().apply(SmallShop.policy(SmallShop.CART_IN.replace("port: 8080", "port: 80")));
        assertThat(gate.breaches(harmful::in))
                .extracting(Breach::expectation)
                .extracting(Expectation::ref)
                .containsExactly(WEB_TO_CART);
        PolicyEdits deletion = new PolicyEdits().delete(new PolicyRef("shop", "cart-in"));
        assertThat(gate.breaches(deletion::in)).isEmpty();
    }

    private static final String FILE = SmallShop.CART_IN + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: redis-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: redis}}
              ingress:
                - from: [{podSelector: {}}]
                  ports: [{port: 6379}]
                - from:
                    - ipBlock: {cidr: 203.0.113.0/24}
            ---
            apiVersion: weir.dev/v1
            kind: Expectation
            metadata: {name: redis-is-inside, namespace: shop}
            spec: {expect: nobody may reach redis from the internet}
            ---
            apiVersion: weir.dev/v1
            kind: Expectation
            metadata: {name: web-to-cart, namespace: shop}
            spec:
              expect: "web may reach cart:9090"
            ---
            apiVersion: weir.dev/v1
            kind: Expectation
            metadata: {name: unreadable, namespace: shop}
            spec:
              expect: "web may reach cart:http"
            """;

    private static Map<Integer, List<Finding>> lint(String file, List<Expectation> kept) {
        return new ExpectationLinter(ObjectDocument.parseAll(file, 10), "", SmallShop.with(SmallShop.CART_IN))
                .lint(kept);
    }

    @Test
    void findingsStandAtTheRuleThatAdmitsOrThePolicyThatIsolates() {
        Map<Integer, List<Finding>> findings = lint(FILE, List.of());
        assertThat(findings.get(1)).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("spec.ingress[1]");
            assertThat(line(finding)).isEqualTo(18);
            assertThat(finding.message()).contains("“nobody may reach redis from the internet” would be broken");
        });
        assertThat(findings.get(0)).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("spec.podSelector");
            assertThat(line(finding)).isEqualTo(5);
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
        });
        assertThat(findings.get(4)).singleElement().satisfies(finding -> {
            Position position = Objects.requireNonNull(finding.position());
            assertThat(position.line()).isEqualTo(36);
            assertThat(position.column()).as("of the port").isEqualTo(31);
        });
    }

    @Test
    void whatIsKeptIsHeldAgainstAFileToo() {
        Expectation kept = new Expectation(WEB_TO_CART, claim("web may reach cart:8080"), "anna", SmallShop.NOON, 1);
        String tighter = SmallShop.CART_IN.replace("app: web", "app: nobody");
        assertThat(lint(tighter, List.of(kept)).get(0))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("shop/web-to-cart"));
        assertThat(lint(SmallShop.REDIS_IN, List.of(kept))).isEmpty();
    }

    private static int line(Finding finding) {
        return Objects.requireNonNull(finding.position()).line();
    }
}
