package dev.weir.nodes;

import java.util.ArrayDeque;

/** The rounds that wait for one node, in order of revisions. Guarded by the node's lock. */
final class OwedRounds {
    /** A node that is further behind is not waited for: it would hold up the figures of all the others. */
    static final int MAX = 1_000;

    private final ArrayDeque<EnforcementRound> rounds = new ArrayDeque<>();

    void add(EnforcementRound round) {
        round.concerns();
        rounds.add(round);
        if (rounds.size() > MAX) {
            rounds.remove().unconfirmed();
        }
    }

    void enforced(long revision) {
        while (!rounds.isEmpty() && rounds.peek().revision() <= revision) {
            rounds.remove().enforced();
        }
    }

    void unconfirmed() {
        while (!rounds.isEmpty()) {
            rounds.remove().unconfirmed();
        }
    }
}
