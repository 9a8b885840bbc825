package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Says which expectations a change would break, before it is made. */
public final class ExpectationGate {
    private final ExpectationBook book;
    private final ClusterView cluster;

    /** @param cluster all of it, whoever asks */
    public ExpectationGate(ExpectationBook book, ClusterView cluster) {
        this.book = book;
        this.cluster = cluster;
    }

    /** An expectation that would break. */
    public record Breach(Expectation expectation, Witness witness) {}

    public boolean isOpen() {
        return book.list().isEmpty();
    }

    /** Those that are not broken without the change and are with it. */
    public List<Breach> breaches(UnaryOperator<ClusterSnapshot> change) {
        List<Expectation> expectations = book.list();
        return expectations.isEmpty() ? List.of() : breaches(expectations, cluster.current(), change);
    }

    static List<Breach> breaches(
            List<Expectation> expectations, ClusterSnapshot before, UnaryOperator<ClusterSnapshot> change) {
        List<Breach> broken = broken(expectations, change.apply(before));
        if (broken.isEmpty()) {
            return broken;
        }
        List<Expectation> suspects = broken.stream().map(Breach::expectation).toList();
        List<Expectation> already =
                broken(suspects, before).stream().map(Breach::expectation).toList();
        return broken.stream()
                .filter(breach -> !already.contains(breach.expectation()))
                .toList();
    }

    private static List<Breach> broken(List<Expectation> expectations, ClusterSnapshot cluster) {
        if (expectations.isEmpty()) {
            return List.of();
        }
        ClaimJudge judge = new ClaimJudge(
                cluster, expectations.stream().map(Expectation::claim).toList());
        List<Breach> breaches = new ArrayList<>();
        for (Expectation expectation : expectations) {
            if (judge.judge(expectation.claim()) instanceof Outcome.Broken broken) {
                breaches.add(new Breach(expectation, broken.witness()));
            }
        }
        return breaches;
    }
}
