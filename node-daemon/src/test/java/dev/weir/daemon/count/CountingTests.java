package dev.weir.daemon.count;

import static dev.weir.daemon.net.Verdict.ALLOWED;
import static dev.weir.daemon.net.Verdict.DENIED;
import static dev.weir.daemon.net.Verdict.WOULD_DENY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.daemon.count.Counts.PairEnd;
import dev.weir.daemon.flow.Names;
import dev.weir.daemon.grpc.CountFile;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The book of one node, over its kernel's counters and the daemon's lives. */
class CountingTests {
    private static final int ISOLATION = 1;
    private static final int FIRST_RULE = 2;
    private static final int BOTH_RULES = 3;
    private static final int UNKNOWN = 99;

    private final FakeKernelCounters kernel = new FakeKernelCounters();
    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    private Names names = names(7);
    private Counting counting;

    @BeforeEach
    void start() throws IOException {
        counting = life();
    }

    private Counting life() throws IOException {
        return new Counting(kernel, new CountFile(folder), () -> names, clock, 2);
    }

    /** web-in and default-deny isolate; rule 0 of web-in admits alone, or together with rule 1 of web-in and one of open-in. */
    private Names names(long content) {
        var ids = new IdTable();
        var programs = Programs.noPolicies()
                .withCookie(cookie(ids, 10, match("web-in", content), match("default-deny", 7)))
                .withCookie(cookie(ids, 11 + content, match("web-in", content, 0)))
                .withCookie(cookie(ids, 12 + content, match("web-in", content, 0, 1), match("open-in", 7, 0)));
        var state = new NodeState(programs.at(1), ids, CookieArchive.EMPTY, 1);
        return Names.NONE.next(state, null, clock);
    }

    private static Cookie cookie(IdTable ids, long fingerprint, PolicyMatch... matches) {
        ids.intern(IdTable.Kind.COOKIE, fingerprint);
        return new Cookie(fingerprint, Direction.INGRESS, List.of(matches));
    }

    private static PolicyMatch match(String policy, long content, Integer... rules) {
        return new PolicyMatch("NetworkPolicy", "shop", policy, List.of(rules), content);
    }

    private Counts looked() {
        counting.look();
        return counting.after(0);
    }

    private static Counts.PolicyCount policy(Counts counts, String name) {
        return counts.policies().stream()
                .filter(count -> count.policy().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Counts.Tally namespace(Counts counts) {
        return counts.namespaces().getFirst().tally();
    }

    @Test
    void aConnectionCountsForEveryPolicyAndRuleThatAdmitsItAndOnceForItsNamespace() {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        kernel.count(BOTH_RULES, ALLOWED, 3);

        var counts = looked();

        assertThat(policy(counts, "web-in").tally().allowed().count()).isEqualTo(8);
        assertThat(policy(counts, "open-in").tally().allowed().count()).isEqualTo(3);
        assertThat(namespace(counts).allowed().count()).isEqualTo(8);
        assertThat(policy(counts, "web-in").rules())
                .containsEntry(0, new Counts.RuleCount(8, 5, clock.now()))
                .containsEntry(1, new Counts.RuleCount(3, 0, clock.now()));
    }

    @Test
    void aDeniedPacketCountsForEveryPolicyThatIsolatesAndForNoRule() {
        kernel.count(ISOLATION, DENIED, 4);

        var counts = looked();

        assertThat(policy(counts, "web-in").tally().denied().count()).isEqualTo(4);
        assertThat(policy(counts, "default-deny").tally().denied().count()).isEqualTo(4);
        assertThat(policy(counts, "web-in").rules()).isEmpty();
        assertThat(namespace(counts).denied().count()).isEqualTo(4);
        assertThat(counts.namespaces().getFirst().deniedHalfHours().counts()).containsExactly(4L);
    }

    @Test
    void whatWouldBeDeniedCountsForThePoliciesInShadowAndIsNoDenialOfTheNamespace() throws IOException {
        kernel.count(ISOLATION, WOULD_DENY, 4);
        counting.look();
        counting.close();
        counting = life();
        kernel.count(ISOLATION, WOULD_DENY, 1);

        var counts = looked();

        assertThat(policy(counts, "web-in").tally().wouldDeny().count()).isEqualTo(5);
        assertThat(policy(counts, "default-deny").tally().wouldDeny().last()).isEqualTo(clock.now());
        assertThat(policy(counts, "default-deny").tally().denied()).isEqualTo(Counts.Times.NEVER);
        assertThat(namespace(counts).wouldDeny().count()).isEqualTo(5);
        assertThat(counts.namespaces().getFirst().deniedHalfHours().counts()).isEmpty();
    }

    @Test
    void whatWasEnteredIsNotEnteredAgain() {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        looked();
        clock.advance(Duration.ofSeconds(60));
        var quiet = looked();
        kernel.count(FIRST_RULE, ALLOWED, 1);

        assertThat(policy(quiet, "web-in").tally().allowed().count()).isEqualTo(5);
        assertThat(policy(quiet, "web-in").tally().allowed().last()).isBefore(clock.now());
        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(6);
    }

    @Test
    void onlyWhatChangedIsToldASecondTime() {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        var first = looked();
        kernel.count(ISOLATION, DENIED, 1);
        counting.look();

        var changed = counting.after(first.version());

        assertThat(changed.all()).isFalse();
        assertThat(changed.policies())
                .extracting(count -> count.policy().name())
                .containsExactlyInAnyOrder("web-in", "default-deny");
        counting.look();
        assertThat(counting.after(changed.version()).policies()).isEmpty();
    }

    @Test
    void theRulesOfAnEditedPolicyBeginAtZeroAndItsTotalGoesOn() {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        looked();
        clock.advance(Duration.ofSeconds(10));
        names = names(8);
        var edited = policy(looked(), "web-in");

        assertThat(edited.tally().allowed().count()).isEqualTo(5);
        assertThat(edited.rules()).isEmpty();
        assertThat(edited.content()).isEqualTo(8);
        assertThat(edited.contentSince()).isEqualTo(clock.now());
    }

    @Test
    void aCounterWhoseNameIsOnItsWayWaits() {
        kernel.count(UNKNOWN, ALLOWED, 5);

        assertThat(looked().unattributed().unnamed()).isZero();
    }

    @Test
    void aCounterWhoseCookieIsGoneIsEnteredThenRemoved() throws IOException {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        kernel.count(UNKNOWN, DENIED, 3);
        retire(ISOLATION, BOTH_RULES);
        assertThat(kernel.verdicts).hasSize(2); // for a while it may still grow
        kernel.count(FIRST_RULE, ALLOWED, 2);
        retire(ISOLATION, BOTH_RULES);

        assertThat(kernel.verdicts).isEmpty();
        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(7);
        assertThat(looked().unattributed().unnamed()).isEqualTo(3);

        kernel.count(FIRST_RULE, ALLOWED, 6); // the cookie is back, and its counter begins at zero
        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(13);
    }

    private void retire(Integer... inForce) throws IOException {
        counting.retire(Set.of(inForce));
    }

    @Test
    void aDaemonThatDiesBetweenSavingAndRemovingCountsNothingTwice() throws IOException {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        retire(ISOLATION);
        kernel.beforeRemoval = () -> {
            throw new IllegalStateException("the daemon dies");
        };
        assertThatThrownBy(() -> retire(ISOLATION)).hasMessage("the daemon dies");
        kernel.beforeRemoval = () -> {};
        counting = life();

        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(5);
    }

    @Test
    void afterARebootTheKernelBeginsAtZeroAndTheBookGoesOn() throws IOException {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        counting.close();
        kernel.verdicts.clear();
        counting = life();
        kernel.count(FIRST_RULE, ALLOWED, 9); // more than before: it is no continuation all the same

        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(14);
    }

    @Test
    void sumsAreExactWhereverTheDaemonDies() throws IOException {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var expected = 0L;
        for (var step = 0; step < 500; step++) {
            switch (random.nextInt(6)) {
                case 0 -> counting.look();
                case 1 -> counting = life(); // killed: nothing was saved
                case 2 -> {
                    counting.close();
                    counting = life();
                }
                case 3 -> retire(random.nextBoolean() ? FIRST_RULE : ISOLATION, BOTH_RULES);
                default -> {
                    var count = random.nextInt(1, 5);
                    kernel.count(random.nextBoolean() ? FIRST_RULE : BOTH_RULES, ALLOWED, count);
                    expected += count;
                }
            }
        }

        assertThat(policy(looked(), "web-in").tally().allowed().count())
                .as("seed %d", seed)
                .isEqualTo(expected);
        assertThat(namespace(looked()).allowed().count()).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void aDamagedFileIsPutAsideAndTheKernelIsCountedAnew() throws IOException {
        kernel.count(FIRST_RULE, ALLOWED, 5);
        counting.close();
        Files.write(folder.resolve("counts.pb"), new byte[] {1, 2, 3});
        counting = life();

        assertThat(policy(looked(), "web-in").tally().allowed().count()).isEqualTo(5);
        assertThat(folder.resolve("counts.pb.damaged")).exists();
    }

    @Test
    void pairsAndTheirRestAreAllThatTheNamespacesCounted() {
        looked();
        kernel.count(FIRST_RULE, ALLOWED, 10);
        pair("10.0.0.2", 3);
        pair("203.0.113.1", 2);
        pair("203.0.113.2", 1);

        var counts = looked();

        assertThat(counts.pairs())
                .extracting(
                        pair -> pair.pair().source(),
                        pair -> pair.tally().allowed().count())
                .containsExactlyInAnyOrder(
                        tuple(new PairEnd("shop", "Deployment", "client-app"), 3L), tuple(PairEnd.OUTSIDE, 3L));
        assertThat(rest(counts)).isEqualTo(new Counts.PairRest(Direction.INGRESS, ALLOWED, 0, 0, 4));
    }

    @Test
    void aPairBeyondTheNumberCountsAmongTheOthersUntilOneIsQuiet() {
        looked();
        kernel.count(FIRST_RULE, ALLOWED, 20);
        pair("10.0.0.2", 3);
        pair("203.0.113.1", 2);
        looked();
        pair("10.0.0.1", 5);
        assertThat(rest(looked()).other()).isEqualTo(5);

        clock.advance(PairTable.QUIET.plusSeconds(1));
        pair("203.0.113.1", 1);
        looked();
        pair("10.0.0.1", 4);
        var counts = looked();

        assertThat(counts.pairs())
                .extracting(pair -> pair.tally().allowed().count())
                .containsExactlyInAnyOrder(3L, 4L);
        assertThat(rest(counts)).isEqualTo(new Counts.PairRest(Direction.INGRESS, ALLOWED, 5, 3, 5));
    }

    @Test
    void countersOlderThanTheBookAreOfNoPair() {
        kernel.count(FIRST_RULE, ALLOWED, 20);

        assertThat(rest(looked())).isEqualTo(new Counts.PairRest(Direction.INGRESS, ALLOWED, 0, 20, 0));
    }

    @Test
    void aFloodFromManyAddressesLeavesTheKernelAgain() {
        for (var i = 0; i <= Counting.PAIRS_IN_KERNEL; i++) {
            pair(new Address(0x20010db800000000L, i).toString(), 1);
        }
        looked();
        pair("10.0.0.2", 1);
        looked();

        assertThat(kernel.pairs).hasSize(1);
    }

    private void pair(String source, long count) {
        kernel.pairs.merge(
                new PairKey(Address.parse(source), Programs.WEB_ADDRESS, Direction.INGRESS, ALLOWED), count, Long::sum);
    }

    private static Counts.PairRest rest(Counts counts) {
        return counts.rest().stream()
                .filter(rest -> rest.direction() == Direction.INGRESS && rest.verdict() == ALLOWED)
                .findFirst()
                .orElseThrow();
    }
}
