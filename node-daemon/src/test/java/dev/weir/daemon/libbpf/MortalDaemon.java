package dev.weir.daemon.libbpf;

import dev.weir.daemon.datapath.ApplyOutcome.Refused;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.endpoint.HostRoutes;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.Upheaval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of the daemon that enforces, as a process that may be killed anywhere: its own enforcer, maps, pinned links and state directory. It does what it is
 * told line by line, on the thread whose number it says first.
 *
 * <pre>
 *         → thread NUMBER at revision NUMBER
 * before  → at revision NUMBER
 * after delta | after snapshot → at revision NUMBER
 * </pre>
 */
final class MortalDaemon implements AutoCloseable {
    private final LibbpfDatapath datapath;
    private final NodeStateFile file;
    private final Enforcer enforcer;

    private MortalDaemon(Path pins, Path state) throws IOException {
        datapath = LibbpfDatapath.load(TestNode.OBJECT, pins);
        file = new NodeStateFile(state);
        var parts = new Enforcer.Parts(datapath, file, new KernelInterfaces(), NodeClock.system());
        enforcer = new Enforcer(parts, (next, change) -> {});
        enforcer.start();
        // A pod whose interface was never announced to this process is found by the node's routes.
        enforcer.scan(new HostRoutes(Path.of("/proc/self/net")).interfaces());
    }

    /** @param arguments the folder of pins, and the state directory */
    public static void main(String[] arguments) throws IOException {
        try (var daemon = new MortalDaemon(Path.of(arguments[0]), Path.of(arguments[1]));
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
            System.out.println("thread " + thread + " " + daemon.revision());
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                daemon.obey(line);
                System.out.println(daemon.revision());
            }
        }
    }

    private String revision() {
        return "at revision " + enforcer.program().revision();
    }

    private void obey(String command) throws IOException {
        var now = enforcer.program();
        switch (command) {
            case "before" -> before(now);
            case "after delta" -> after(Changes.between(now, Upheaval.after(now.revision() + 1)));
            case "after snapshot" -> after(Changes.between(NodeProgram.EMPTY, Upheaval.after(now.revision() + 1)));
            default -> throw new IllegalArgumentException(command);
        }
    }

    // Revisions of the program before are odd, those of the program after are even.
    private void before(NodeProgram now) throws IOException {
        for (var pod : Upheaval.PODS) {
            enforcer.announce(pod, "uid-" + pod.name(), pod.name());
        }
        apply(Changes.between(now, Upheaval.before((now.revision() + 1) | 1)));
        enforcer.withdraw(Upheaval.LATE, "uid-late");
    }

    private void after(ProgramChange change) throws IOException {
        enforcer.announce(Upheaval.LATE, "uid-late", "late");
        apply(change);
        enforcer.withdraw(Upheaval.GONE, "uid-gone");
    }

    private void apply(ProgramChange change) {
        if (enforcer.apply(change) instanceof Refused refused) {
            throw new IllegalStateException(refused.reason());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        datapath.close();
    }
}
