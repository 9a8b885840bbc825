package dev.weir.daemon.flow;

import java.time.Duration;

/**
 * Lines a second, refilled every second. Denials come first: where allowed connections have used the second up, a denial
 * still passes and is taken from the next second, so noise of allowed traffic never hides a denial and the rate holds over
 * any two seconds.
 */
final class RateLimit {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private long tokens;
    private long refilledNanos;

    RateLimit(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        tokens = perSecond;
        refilledNanos = nowNanos;
    }

    boolean admits(boolean allowed, long nowNanos) {
        refill(nowNanos);
        if (tokens <= (allowed ? 0 : -perSecond)) {
            return false;
        }
        tokens--;
        return true;
    }

    private void refill(long nowNanos) {
        var seconds = (nowNanos - refilledNanos) / SECOND;
        if (seconds > 0) {
            tokens = Math.min(perSecond, tokens + Math.min(seconds, 2) * perSecond);
            refilledNanos += seconds * SECOND;
        }
    }
}
