package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.expectation.Outcome.State;
import dev.weir.expectation.Standing.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the expectations again when the cluster has changed. One look follows the other only after nine times as long as it took, so a
 * cluster that changes all the time takes a tenth of a core at most.
 */
public final class ExpectationWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ExpectationWatch.class);
    private static final int REST = 9;

    private final ExpectationBook book;
    private final ClusterView cluster;
    private final Clock clock;
    private final Map<Expectation, Outcome> outcomes = new HashMap<>();
    private @Nullable ClusterSnapshot judged;
    private long judgedVersion;
    private Instant next = Instant.MIN;

    public ExpectationWatch(ExpectationBook book, ClusterView cluster, Clock clock) {
        this.book = book;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** An expectation with how it stands; with everything that whoever may see all of it may know. */
    public record Watched(Expectation expectation, Outcome outcome, Standing standing) {}

    /** What there is to judge is judged, unless it is too early. */
    public void look() {
        Instant start = clock.instant();
        ClusterSnapshot now = cluster.current();
        boolean known = now.revision() > 0 && cluster.freshness() instanceof Freshness.Current;
        if (known && !start.isBefore(next)) {
            judge(now, start);
            next = clock.instant().plus(Duration.between(start, clock.instant()).multipliedBy(REST));
        }
    }

    private synchronized void judge(ClusterSnapshot now, Instant at) {
        long version = book.version();
        ClusterSnapshot before = judged;
        if (now.equals(before) && version == judgedVersion) {
            return;
        }
        List<Expectation> expectations = book.list();
        ClaimJudge judge = new ClaimJudge(
                now, expectations.stream().map(Expectation::claim).toList());
        Map<Expectation, Outcome> fresh = new LinkedHashMap<>();
        expectations.forEach(one -> fresh.put(one, judge.judge(one.claim())));
        stand(fresh, before, now, at);
        outcomes.clear();
        outcomes.putAll(fresh);
        judged = now;
        judgedVersion = version;
    }

    private void stand(
            Map<Expectation, Outcome> fresh, @Nullable ClusterSnapshot before, ClusterSnapshot now, Instant at) {
        Map<Expectation, State> turned = new LinkedHashMap<>();
        fresh.forEach((expectation, outcome) -> {
            Standing standing = book.standing(expectation.ref()).orElse(null);
            if (standing == null || standing.state() != outcome.state()) {
                turned.put(expectation, outcome.state());
            }
        });
        Map<Claim, Cause> causes = before == null ? Map.of() : causes(turned, before, now);
        Map<Expectation, Standing> standings = new LinkedHashMap<>();
        turned.forEach((expectation, state) -> {
            Standing standing = new Standing(state, at, causes.get(expectation.claim()));
            standings.put(expectation, standing);
            LOG.info(
                    "The expectation {} ({}) {} now. {}",
                    expectation.ref(),
                    expectation.sentence(),
                    state == State.HOLDS ? "holds" : "is " + state.label(),
                    standing.cause() == null ? "" : standing.cause().sentence());
        });
        book.stand(standings);
    }

    /** Of those that held at the last look. */
    private Map<Claim, Cause> causes(Map<Expectation, State> turned, ClusterSnapshot before, ClusterSnapshot now) {
        List<Claim> broken = turned.entrySet().stream()
                .filter(entry -> entry.getValue() == State.BROKEN)
                .map(Map.Entry::getKey)
                .filter(expectation -> outcomes.get(expectation) instanceof Outcome.Holds)
                .map(Expectation::claim)
                .toList();
        return new CauseFinder(before, now).of(broken);
    }

    /** As it was judged last; one that is new is judged at once. */
    public synchronized Watched of(Expectation expectation) {
        Outcome known = outcomes.get(expectation);
        Outcome outcome = known == null
                ? new ClaimJudge(cluster.current(), List.of(expectation.claim())).judge(expectation.claim())
                : known;
        Optional<Standing> standing = book.standing(expectation.ref()).filter(one -> one.state() == outcome.state());
        return new Watched(
                expectation, outcome, standing.orElseGet(() -> new Standing(outcome.state(), clock.instant(), null)));
    }

    /** All of them, in order. */
    public List<Watched> all() {
        return book.list().stream().map(this::of).toList();
    }

    public long count(State state) {
        return all().stream()
                .filter(watched -> watched.outcome().state() == state)
                .count();
    }
}
