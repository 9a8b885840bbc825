package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.AttachedProgram;
import dev.weir.daemon.datapath.AttachedProgram.Code;
import dev.weir.daemon.datapath.Attachment;
import dev.weir.daemon.datapath.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The programs behind the pinned links. Safe beside the thread that attaches and detaches. */
final class LoadedPrograms {
    private record Place(Hook hook, int program) {}

    private static final String STARTED = "btime ";
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::hook).thenComparing(Place::program);

    private final PinnedLinks links;
    private final Map<Integer, Code> ours = new HashMap<>();

    /** @param object loaded */
    LoadedPrograms(BpfObject object, PinnedLinks links) throws IOException {
        this.links = links;
        var started = started();
        for (var hook : Hook.values()) {
            var program = object.program(hook.program());
            var shape = ProgramShape.read(program.fd(), program.name());
            ours.put(shape.id(), code(shape, started));
        }
    }

    // The kernel counts the time of loading from its own start, sleep included, and says when that was.
    private static Instant started() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.filter(line -> line.startsWith(STARTED))
                    .map(line -> Instant.ofEpochSecond(
                            Long.parseLong(line.substring(STARTED.length()).strip())))
                    .findFirst()
                    .orElseThrow(() -> new IOException("/proc/stat has no line " + STARTED));
        }
    }

    private static Code code(ProgramShape shape, Instant started) {
        return new Code(
                shape.tag(),
                started.plusNanos(shape.loadedNanos()).truncatedTo(ChronoUnit.SECONDS),
                shape.translatedBytes(),
                shape.jitedBytes(),
                shape.verifiedInstructions());
    }

    /** By hook, each program once with its interfaces. */
    List<AttachedProgram> attached() throws IOException {
        var names = new KernelInterfaces().all();
        var places = new TreeMap<Place, List<String>>(ORDER);
        for (var attachment : links.attachments()) {
            var name = names.get(attachment.ifindex());
            var program = links.program(attachment);
            if (name != null && program != 0) {
                places.computeIfAbsent(place(attachment, program), any -> new ArrayList<>())
                        .add(name);
            }
        }
        return places.entrySet().stream()
                .map(entry -> program(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Place place(Attachment attachment, int program) {
        return new Place(attachment.hook(), program);
    }

    private AttachedProgram program(Place place, List<String> interfaces) {
        return new AttachedProgram(
                place.hook,
                place.program,
                ours.get(place.program),
                interfaces.stream().sorted().toList());
    }
}
