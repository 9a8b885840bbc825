package dev.weir.simulation;

import dev.weir.file.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/** Keeps simulations for a week, so that they can be shown to others. Bounded: beyond so many, or so many bytes, the oldest go before. */
public final class SimulationShelf {
    public static final Duration KEPT = Duration.ofDays(7);
    static final int MOST = 1000;
    static final int MOST_IN_MEMORY = 50;
    private static final long MOST_BYTES = 128L << 20;
    private static final int ID_BYTES = 16;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String ENDING = ".json";

    private final String directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Simulation> inMemory = new LinkedHashMap<>();

    /** @param directory empty = in memory, lost with the process */
    public SimulationShelf(String directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** The same under an id that nobody can guess. */
    public synchronized Simulation keep(Simulation simulation) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Instant now = clock.instant();
        Simulation kept = simulation.kept(HexFormat.of().formatHex(bytes), now.plus(KEPT));
        if (directory.isEmpty()) {
            inMemory.put(kept.id(), kept);
            inMemory.keySet().stream()
                    .limit(Math.max(0, inMemory.size() - MOST_IN_MEMORY))
                    .toList()
                    .forEach(inMemory::remove);
        } else {
            write(kept, now);
        }
        return kept;
    }

    private void write(Simulation kept, Instant now) {
        file(kept.id()).write(kept);
        try {
            Files.setLastModifiedTime(path(kept.id()), FileTime.from(now));
            clean(now);
        } catch (IOException failed) {
            throw new UncheckedIOException("The simulations in " + directory + " cannot be kept in bounds", failed);
        }
    }

    public synchronized Optional<Simulation> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Optional<Simulation> found = directory.isEmpty() ? Optional.ofNullable(inMemory.get(id)) : file(id).read();
        return found.filter(kept -> kept.expires() == null || clock.instant().isBefore(kept.expires()));
    }

    private Path path(String id) {
        return Path.of(directory, id + ENDING);
    }

    private JsonFile<Simulation> file(String id) {
        return new JsonFile<>(path(id).toString(), new TypeReference<>() {});
    }

    private record Kept(Path path, Instant time, long bytes) {}

    private void clean(Instant now) throws IOException {
        List<Kept> newestFirst = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            for (Path path :
                    files.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                newestFirst.add(new Kept(path, Files.getLastModifiedTime(path).toInstant(), Files.size(path)));
            }
        }
        newestFirst.sort((one, other) -> other.time().compareTo(one.time()));
        long bytes = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            Kept kept = newestFirst.get(i);
            bytes += kept.bytes();
            if (i >= MOST
                    || i > 0 && bytes > MOST_BYTES
                    || kept.time().plus(KEPT).isBefore(now)) {
                Files.deleteIfExists(kept.path());
            }
        }
    }
}
