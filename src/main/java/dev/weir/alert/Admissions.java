package dev.weir.alert;

import dev.weir.cluster.PolicyRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * For how long each policy is usually quiet: the longest time between two connections that it admitted. An old one counts half after a week, so
 * that what was once so does not hide what is so now.
 */
public final class Admissions implements Baselines {
    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final double LONGEST = Duration.ofDays(366).toSeconds();

    private final Map<String, Quiet> known = new TreeMap<>();
    private long changes;

    /**
     * Of a policy.
     *
     * @param since when it was first seen to admit
     * @param last when it last admitted, or when its pods came back
     * @param times how many looks found that it had admitted since the look before
     * @param usualSeconds the longest time between two
     */
    public record Quiet(Instant since, Instant last, long times, double usualSeconds) {
        public Duration at(Instant now) {
            return Duration.between(last, now);
        }

        private Quiet admitted(Instant now) {
            double gap = seconds(Duration.between(last, now));
            double faded = usualSeconds * Math.pow(0.5, gap / HALF_LIFE.toSeconds());
            return new Quiet(since, now, times + 1, Math.max(gap, faded));
        }

        private Quiet at(Instant last, double usualSeconds) {
            return new Quiet(since, last, times, usualSeconds);
        }

        private static double seconds(Duration length) {
            return length.toMillis() / 1000.0;
        }
    }

    Admissions(Map<String, Quiet> known) {
        this.known.putAll(known);
    }

    public synchronized @Nullable Quiet of(PolicyRef policy) {
        return known.get(policy.toString());
    }

    /**
     * What a look found.
     *
     * @param lastAdmitted by the counters
     * @param seamless whether the look before found its counters too; otherwise nobody knows how long it was quiet between the two
     */
    public synchronized void see(PolicyRef policy, Instant lastAdmitted, Instant now, boolean seamless) {
        Quiet before = known.get(policy.toString());
        if (before == null) {
            known.put(policy.toString(), new Quiet(now, lastAdmitted, 1, 0));
            changes++;
        } else if (lastAdmitted.isAfter(before.last())) {
            known.put(
                    policy.toString(),
                    seamless ? before.admitted(lastAdmitted) : before.at(lastAdmitted, before.usualSeconds()));
        }
    }

    /** It had no pods until now that could have been admitted to. */
    public synchronized void excuse(PolicyRef policy, Instant now) {
        known.computeIfPresent(policy.toString(), (name, quiet) -> quiet.at(now, quiet.usualSeconds()));
    }

    /** While it is learned what is usual, a time that goes on counts as well: it may be the usual one. */
    public synchronized void learn(PolicyRef policy, Instant now) {
        known.computeIfPresent(
                policy.toString(),
                (name, quiet) -> quiet.at(quiet.last(), Math.max(quiet.usualSeconds(), Quiet.seconds(quiet.at(now)))));
    }

    /** Forgets all other policies. */
    public synchronized void retain(Set<String> policies) {
        known.keySet().retainAll(policies);
    }

    @Override
    public synchronized List<Baseline> list() {
        return known.entrySet().stream()
                .map(entry ->
                        new Baseline(policy(entry.getKey()), entry.getValue().usualSeconds(), List.of()))
                .toList();
    }

    private static AlertSubject policy(String name) {
        AlertSubject words = WorkloadName.subject(name);
        return AlertSubject.of(new PolicyRef(words.namespace(), words.name()));
    }

    @Override
    public synchronized void put(Baseline baseline) {
        Double seconds = baseline.rate();
        Quiet before = known.get(baseline.subject().toString());
        if (seconds == null
                || !(seconds >= 0)
                || seconds > LONGEST
                || !baseline.destinations().isEmpty()) {
            throw new AlertException("The baseline of this rule is a number of seconds, at most a year.");
        }
        if (before == null) {
            throw new AlertException("The policy " + baseline.subject() + " has not been seen to admit anything.");
        }
        known.put(baseline.subject().toString(), before.at(before.last(), seconds));
        changes++;
    }

    @Override
    public synchronized boolean remove(AlertSubject subject) {
        changes++;
        return known.remove(subject.toString()) != null;
    }

    synchronized Map<String, Quiet> copy() {
        return new TreeMap<>(known);
    }

    /** Grows with every policy that is new, and with what people set. */
    synchronized long changes() {
        return changes;
    }
}
