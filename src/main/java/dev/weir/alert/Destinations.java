package dev.weir.alert;

import dev.weir.net.IpAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** To which addresses each workload sends. Bounded for each workload and in all; what was not seen for a month is forgotten. */
public final class Destinations implements Baselines {
    public static final int MOST_OF_ONE = 200;
    private static final int MOST = 20_000;
    private static final Duration MEMORY = Duration.ofDays(30);
    private static final Duration PRECISION = Duration.ofHours(1);

    private final Map<String, Map<String, Destination>> known = new TreeMap<>();
    private final Clock clock;
    private long changes;

    Destinations(Map<String, Map<String, Destination>> known, Clock clock) {
        known.forEach((workload, addresses) -> this.known.put(workload, new TreeMap<>(addresses)));
        this.clock = clock;
    }

    /** @param first asked only when it is new */
    public synchronized void see(
            AlertSubject workload, String address, Instant now, boolean learning, Supplier<Instant> first) {
        Map<String, Destination> own = known.computeIfAbsent(workload.toString(), unused -> new TreeMap<>());
        Destination seen = own.get(address);
        if (seen != null) {
            if (seen.last().plus(PRECISION).isBefore(now)) {
                own.put(address, seen.seenAt(now));
                changes++;
            }
        } else if (own.size() < MOST_OF_ONE) {
            own.put(address, new Destination(now, first.get(), now, learning));
            changes++;
        }
    }

    /** Forgets what is old, and the oldest when there is too much. */
    public synchronized void forget(Instant now) {
        Instant oldest = now.minus(MEMORY);
        known.values().forEach(own -> own.values().removeIf(seen -> seen.last().isBefore(oldest)));
        known.values().removeIf(Map::isEmpty);
        int tooMany = known.values().stream().mapToInt(Map::size).sum() - MOST;
        if (tooMany > 0) {
            Instant edge = known.values().stream()
                    .flatMap(own -> own.values().stream())
                    .map(Destination::last)
                    .sorted()
                    .skip(tooMany - 1L)
                    .findFirst()
                    .orElse(oldest);
            known.values()
                    .forEach(own -> own.values().removeIf(seen -> !seen.last().isAfter(edge)));
            known.values().removeIf(Map::isEmpty);
        }
    }

    /** By workload, those that were new after an instant. */
    public synchronized Map<AlertSubject, Map<String, Destination>> newSince(Instant after) {
        Map<AlertSubject, Map<String, Destination>> result = new TreeMap<>();
        known.forEach((workload, own) -> own.forEach((address, seen) -> {
            if (!seen.usual() && seen.noticed().isAfter(after)) {
                result.computeIfAbsent(WorkloadName.subject(workload), unused -> new TreeMap<>())
                        .put(address, seen);
            }
        }));
        return result;
    }

    /** Workloads that send to so many addresses that a new one says nothing. */
    public synchronized List<String> full() {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= MOST_OF_ONE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many are known for a workload that are not new. */
    public synchronized long usual(AlertSubject workload) {
        return known.getOrDefault(workload.toString(), Map.of()).values().stream()
                .filter(Destination::usual)
                .count();
    }

    @Override
    public synchronized List<Baseline> list() {
        return known.entrySet().stream()
                .map(entry -> new Baseline(
                        WorkloadName.subject(entry.getKey()),
                        null,
                        entry.getValue().entrySet().stream()
                                .sorted(Comparator.comparing(
                                        seen -> seen.getValue().noticed()))
                                .map(Map.Entry::getKey)
                                .toList()))
                .toList();
    }

    @Override
    public synchronized void put(Baseline baseline) {
        List<String> wanted = baseline.destinations();
        if (baseline.rate() != null || wanted.isEmpty() || wanted.size() > MOST_OF_ONE) {
            throw new AlertException("The baseline of this rule is a list of 1 to " + MOST_OF_ONE + " addresses.");
        }
        Instant now = clock.instant();
        Map<String, Destination> own = new TreeMap<>();
        wanted.forEach(address -> own.put(canonical(address), new Destination(now, now, now, true)));
        known.put(baseline.subject().toString(), own);
        changes++;
    }

    private static String canonical(String address) {
        try {
            return IpAddress.parse(address).toString();
        } catch (IllegalArgumentException wrong) {
            AlertException refusal = new AlertException("“" + address + "” is not an IP address.");
            refusal.initCause(wrong);
            throw refusal;
        }
    }

    @Override
    public synchronized boolean remove(AlertSubject subject) {
        changes++;
        return known.remove(subject.toString()) != null;
    }

    synchronized Map<String, Map<String, Destination>> copy() {
        Map<String, Map<String, Destination>> copy = new TreeMap<>();
        known.forEach((workload, own) -> copy.put(workload, new TreeMap<>(own)));
        return copy;
    }

    /** Grows with whatever must not be lost. */
    synchronized long changes() {
        return changes;
    }
}
