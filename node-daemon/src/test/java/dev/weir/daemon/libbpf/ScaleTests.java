package dev.weir.daemon.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.datapath.ApplyOutcome.Applied;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Workload;
import dev.weir.daemon.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of 100,000 addresses on one node: what one label costs. Prints times, and judges only what does not depend on the machine. */
@RequiresBpf
final class ScaleTests {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/weir-scale-" + ProcessHandle.current().pid());
    private static final Map<Integer, String> INTERFACES = Map.of(1, "veth-web", 2, "veth-client");
    private static final int ADDRESSES = 100_000;
    private static final int PIECE = 1000;
    private static final int LABELS = 200;

    @TempDir
    Path folder;

    private long revision = 1;

    @AfterEach
    void unpin() throws IOException {
        Pins.remove(PINS);
    }

    @Test
    void oneLabelCostsOneLabelHoweverManyAddressesThereAre() throws IOException {
        try (var maps = LibbpfDatapath.load(TestNode.OBJECT, PINS);
                var file = new NodeStateFile(folder)) {
            var enforcer = enforcer(maps, file);
            var heapBefore = heapMiB();
            enforcer.apply(Programs.webAdmitsClient().snapshot(revision));
            for (var first = 0; first < ADDRESSES; first += PIECE) {
                applied(enforcer, labels(first, PIECE, 0));
            }
            enforcer.tidy();
            var heap = heapMiB() - heapBefore;
            var path = folder.resolve("program.log");
            var size = Files.size(path);

            var took = new ArrayList<Long>();
            var writes = 0;
            for (var number = 0; number < LABELS; number++) {
                var applied = applied(enforcer, labels(number * 37, 1, 1));
                took.add(applied.took().toNanos() / 1000);
                writes += applied.writes();
            }
            var grown = (Files.size(path) - size) / LABELS;
            took.sort(null);
            System.out.printf(
                    "%,d addresses: a label takes %,d µs (p50), %,d µs (p99), %d writes, %,d bytes of %,d on disk;"
                            + " heap %d MiB%n",
                    ADDRESSES,
                    took.get(LABELS / 2),
                    took.get(LABELS * 99 / 100),
                    writes / LABELS,
                    grown,
                    Files.size(path),
                    heap);
            // Both pods' rows get a new revision, because an address has another identity.
            assertThat(writes / LABELS).as("writes for a label").isLessThanOrEqualTo(4);
            assertThat(grown).as("bytes saved for a label").isLessThan(300);
        }
    }

    private static long heapMiB() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    private static Applied applied(Enforcer enforcer, ProgramChange change) {
        var outcome = enforcer.apply(change);
        assertThat(outcome).isInstanceOf(Applied.class);
        return (Applied) outcome;
    }

    /** Addresses with a label each of a thousand. */
    private ProgramChange labels(int first, int count, int shift) {
        var entries = new ArrayList<IdentityEntry>();
        for (var number = first; number < first + count; number++) {
            var address = Address.of(new byte[] {11, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
            entries.add(new IdentityEntry(
                    Prefix.of(address),
                    1000 + (number + shift) % 1000,
                    IdentityKind.POD,
                    new Workload("namespace", "pod-" + number, "Deployment", "app", "node-" + number % 1000)));
        }
        var content = new Content(Part.none(), Part.none(), new Part<>(entries, List.of()), Part.none());
        return new ProgramChange(new ProgramStamp(Programs.SESSION, revision + 1), revision++, content, null);
    }

    private static Enforcer enforcer(LibbpfDatapath maps, NodeStateFile file) throws IOException {
        var unattached = ChangedPort.of(Datapath.class, maps, (method, arguments, rest) -> switch (method) {
            case "attach", "detach" -> null;
            case "attachments" -> Set.of();
            default -> rest.proceed();
        });
        var enforcer = new Enforcer(
                new Enforcer.Parts(unattached, file, new Interfaces(), NodeClock.system()), (state, change) -> {});
        enforcer.start();
        enforcer.announce(Programs.WEB, "uid-web", "veth-web");
        enforcer.announce(Programs.CLIENT, "uid-client", "veth-client");
        return enforcer;
    }

    private static final class Interfaces implements NetworkInterfaces {
        @Override
        public OptionalInt indexOf(String name) {
            return name.equals("veth-web") ? OptionalInt.of(1) : OptionalInt.of(2);
        }

        @Override
        public Map<Integer, String> all() {
            return INTERFACES;
        }
    }
}
