package dev.weir.daemon.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.daemon.datapath.CapacityException;
import dev.weir.daemon.datapath.Datapath;
import dev.weir.daemon.datapath.DatapathException;
import dev.weir.daemon.datapath.Reconciliation;
import dev.weir.daemon.datapath.Table;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.testing.Forms.Form;
import dev.weir.daemon.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real maps that are too small for a revision, each table in turn. */
@RequiresBpf
final class MapFullTests {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/weir-map-full-" + ProcessHandle.current().pid());
    private static final NodeProgram SMALL = Programs.webAdmitsClient().at(1);
    private static final NodeProgram LARGE = new Form(0, 0, 0, false).at(2);
    private static final Map<Address, Integer> PLACES =
            Map.of(Programs.WEB_ADDRESS, TestNode.HERE, Programs.CLIENT_ADDRESS, TestNode.HERE);

    @AfterEach
    void unpin() throws IOException {
        Pins.remove(PINS);
    }

    // Those that the large program fills beyond what the small one needs; each pod has one row whatever the policies.
    static List<Table<?, ?>> tables() {
        return List.of(Table.PORT_CLASS, Table.PEER_CLASS, Table.SUBJECT, Table.IDENTITY, Table.VERDICT);
    }

    /** Enough for the small program. */
    private static int capacityOf(Table<?, ?> table) {
        return table == Table.VERDICT ? 2 : 3;
    }

    private static LibbpfDatapath datapathWith(Table<?, ?> small) {
        // What is pinned keeps its size, so the daemon's own way of loading takes the small map over.
        BpfObject.open(TestNode.OBJECT)
                .resize(small.name(), capacityOf(small))
                .pinMaps(PINS)
                .load()
                .close();
        return LibbpfDatapath.load(TestNode.OBJECT, PINS);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aRevisionThatDoesNotFitIsRefusedBeforeAnythingIsWritten(Table<?, ?> table) {
        try (var datapath = datapathWith(table)) {
            var node = new Reconciliation(datapath, PLACES);
            node.everything(SMALL);
            var before = contents(datapath);
            assertThatThrownBy(() -> node.change(LARGE))
                    .isInstanceOf(CapacityException.class)
                    .hasMessageStartingWith(
                            table + " can hold " + capacityOf(table) + " entries, and the change needs ");
            assertThat(contents(datapath)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whenTheKernelItselfFindsTheMapFullInTheMiddleTheRevisionBeforeIsRestored(Table<?, ?> table) {
        try (var datapath = datapathWith(table)) {
            var node = new Reconciliation(unawareOfCapacity(datapath), PLACES);
            node.everything(SMALL);
            var before = contents(datapath);
            assertThatThrownBy(() -> node.change(LARGE))
                    .isInstanceOf(DatapathException.class)
                    .isNotInstanceOf(CapacityException.class)
                    .hasMessageContaining("map=" + table)
                    .message()
                    .containsAnyOf("E2BIG", "ENOSPC");
            node.everything(SMALL);
            assertThat(contents(datapath)).isEqualTo(before);
        }
    }

    private static Datapath unawareOfCapacity(Datapath datapath) {
        return ChangedPort.of(
                Datapath.class,
                datapath,
                (method, arguments, rest) -> method.equals("capacity") ? Integer.MAX_VALUE : rest.proceed());
    }

    private static Map<String, Map<?, ?>> contents(LibbpfDatapath datapath) {
        var contents = new HashMap<String, Map<?, ?>>();
        Table.ALL.forEach(table -> contents.put(table.name(), datapath.read(table)));
        return contents;
    }
}
