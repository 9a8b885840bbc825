package dev.weir.daemon.flow;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.ToLongFunction;

/**
 * Lines a second of the node, shared between the namespaces. What a namespace asked for in one second is set aside for it in the
 * next: first for the denials of all, then for the allowed connections of all, each time so that nobody gets more while somebody
 * else gets less than he asked for. The rest is for whoever comes first. A denial that finds nothing left, and a namespace that
 * has just begun or asks for no more than an even share, borrow from the next second up to such a share; so neither is lost in a
 * noisy second, and the rate holds over any longer time.
 */
final class Budget {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private final Map<String, Claim> claims = new HashMap<>();
    private long startNanos;
    private long unclaimed;
    private long borrowedByDenied;
    private long borrowedByAllowed;
    private int denying;

    private static final class Claim {
        private boolean modest = true;
        private int deniedAsked;
        private int allowedAsked;
        private int deniedReserved;
        private int allowedReserved;
        private int deniedTaken;
        private int taken;

        boolean isIdle() {
            return deniedAsked + allowedAsked == 0;
        }

        void begin(int evenShare) {
            modest = deniedAsked + allowedAsked <= evenShare;
            deniedAsked = 0;
            allowedAsked = 0;
            deniedTaken = 0;
            taken = 0;
        }
    }

    Budget(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        startNanos = nowNanos;
        unclaimed = perSecond;
    }

    /** Whether a line may be written now; it then counts as written. */
    boolean admits(String namespace, boolean allowed, long nowNanos) {
        if (perSecond == RecordOptions.UNLIMITED) {
            return true;
        }
        roll(nowNanos);
        var claim = claims.computeIfAbsent(namespace, unused -> new Claim());
        var admitted = allowed ? admitsAllowed(claim) : admitsDenied(claim);
        claim.taken += admitted ? 1 : 0;
        return admitted;
    }

    private boolean admitsAllowed(Claim claim) {
        claim.allowedAsked++;
        if (takeAllowed(claim) || takeUnclaimed()) {
            return true;
        }
        var lent = claim.modest && mayBorrow(claim.taken, claims.size());
        borrowedByAllowed += lent ? 1 : 0;
        return lent;
    }

    private boolean admitsDenied(Claim claim) {
        denying += claim.deniedAsked == 0 ? 1 : 0;
        claim.deniedAsked++;
        var admitted = takeDenied(claim) || takeUnclaimed() || takeAllowed(claim) || borrowForDenied(claim);
        claim.deniedTaken += admitted ? 1 : 0;
        return admitted;
    }

    private boolean borrowForDenied(Claim claim) {
        var lent = mayBorrow(claim.deniedTaken, denying + 1);
        borrowedByDenied += lent ? 1 : 0;
        return lent;
    }

    private static boolean takeDenied(Claim claim) {
        if (claim.deniedReserved == 0) {
            return false;
        }
        claim.deniedReserved--;
        return true;
    }

    private static boolean takeAllowed(Claim claim) {
        if (claim.allowedReserved == 0) {
            return false;
        }
        claim.allowedReserved--;
        return true;
    }

    private boolean takeUnclaimed() {
        if (unclaimed == 0) {
            return false;
        }
        unclaimed--;
        return true;
    }

    private boolean mayBorrow(int had, int sharers) {
        return borrowedByDenied + borrowedByAllowed < perSecond && had < Math.max(1, perSecond / sharers);
    }

    private void roll(long nowNanos) {
        var seconds = (nowNanos - startNanos) / SECOND;
        if (seconds > 0) {
            startNanos += seconds * SECOND;
            repay((seconds - 1) * perSecond);
            begin(seconds > 1);
        }
    }

    private void repay(long lines) {
        var left = Math.max(0, lines - borrowedByDenied);
        borrowedByDenied = Math.max(0, borrowedByDenied - lines);
        borrowedByAllowed = Math.max(0, borrowedByAllowed - left);
    }

    // After a pause nobody's demand is known. What allowed connections have borrowed is paid by allowed connections.
    private void begin(boolean paused) {
        denying = 0;
        if (paused) {
            claims.clear();
        }
        claims.values().removeIf(Claim::isIdle);
        var forAllowed = reserve(
                perSecond - borrowedByDenied,
                claim -> claim.deniedAsked,
                (claim, lines) -> claim.deniedReserved = lines);
        var paid = Math.min(forAllowed, borrowedByAllowed);
        unclaimed = reserve(
                forAllowed - paid, claim -> claim.allowedAsked, (claim, lines) -> claim.allowedReserved = lines);
        borrowedByDenied = 0;
        borrowedByAllowed -= paid;
        var evenShare = perSecond / Math.max(1, claims.size());
        claims.values().forEach(claim -> claim.begin(evenShare));
    }

    // Who asks for least is served first; whoever asks for more than an even share of what is left gets that share.
    private long reserve(long available, ToLongFunction<Claim> asked, ObjIntConsumer<Claim> give) {
        List<Claim> byDemand =
                claims.values().stream().sorted(Comparator.comparingLong(asked)).toList();
        var left = available;
        for (var i = 0; i < byDemand.size(); i++) {
            var claim = byDemand.get(i);
            var lines = Math.min(asked.applyAsLong(claim), left / (byDemand.size() - i));
            give.accept(claim, (int) lines);
            left -= lines;
        }
        return left;
    }
}
