package dev.weir.local.bench;

import dev.weir.local.bench.console.ConsoleBench;
import dev.weir.local.bench.console.ConsoleFigures;
import dev.weir.local.bench.console.ConsoleScale;
import dev.weir.local.bench.control.ControlBench;
import dev.weir.local.bench.control.ControlFigures;
import dev.weir.local.bench.control.Scale;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir bench NAME [--json]}. */
@Command(
        name = "bench",
        description = "Measure, as ratios to a baseline of the same run.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final String CONTROL_HEAP = "1400m";
    private static final String CONSOLE_HEAP = dev.weir.local.supervisor.Installation.SERVER_HEAP;

    @Parameters(
            paramLabel = "NAME",
            description = {
                "datapath: latency through Weir, iptables and nftables, to plain kernel routing.",
                "enforce: from a policy's write through the Kubernetes API to the first packet that it judges; bytes"
                        + " of the maps.",
                "control: one server and many simulated nodes, how long a change takes into force.",
                "console: every page at the size of a large cluster, a simulation, and many tabs with the live tail.",
                "records: events and denials from the kernel to the node's file, their account, the daemon's CPU and"
                        + " memory, what recording costs a connection, and how long a packet takes to the live tail."
            })
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object with every figure and ratio.")
    private boolean json;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds; the best median counts. console: times ten, the requests of a page. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--milliseconds",
            defaultValue = "1000",
            description = "Length of one measurement. Default: ${DEFAULT-VALUE}.")
    private int milliseconds;

    @Option(
            names = "--writes",
            defaultValue = "100",
            description = "enforce: writes of each kind. Default: ${DEFAULT-VALUE}.")
    private int writes;

    @Option(
            names = "--nodes",
            defaultValue = "1000",
            description = "control: simulated nodes. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "control: length of the churn. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--pods",
            defaultValue = "100",
            description = "control: pods created, and as many deleted, a second. Default: ${DEFAULT-VALUE}.")
    private int pods;

    @Option(
            names = "--policies",
            defaultValue = "10",
            description = "control: policies edited a second. Default: ${DEFAULT-VALUE}.")
    private int policies;

    @Option(
            names = "--records",
            defaultValue = "200000",
            description = "console: recorded connections of the last day. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(
            names = "--page",
            defaultValue = "",
            description = "console: only pages whose address contains this, and neither simulation nor tabs.")
    private String page = "";

    @Option(
            names = "--part",
            defaultValue = "all",
            description = "console: what is measured, one of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ConsoleScale.Part part = ConsoleScale.Part.ALL;

    @Option(
            names = "--heap",
            description =
                    "control, console: the server's heap. Default: " + CONTROL_HEAP + " and " + CONSOLE_HEAP + ".")
    private @Nullable String heap;

    @Option(names = "--top", required = true, hidden = true, description = "Top of the repository.")
    private Path top = Path.of("");

    @Override
    public Integer call() throws Exception {
        return switch (name) {
            case "datapath" -> datapath();
            case "enforce" -> enforce();
            case "control" -> control();
            case "console" -> console();
            case "records" -> records();
            default -> {
                System.err.println("There is no benchmark named '" + name
                        + "'. There are: datapath, enforce, control, console, records.");
                yield 2;
            }
        };
    }

    private int datapath() throws Exception {
        DatapathFigures figures = new DatapathBench(new Installation(top), rounds, milliseconds, System.err).run();
        System.out.println(json ? figures.json() : figures.table());
        return 0;
    }

    private int enforce() throws Exception {
        MapMemory memory = new MapMemory(new Installation(top));
        EnforceFigures figures = EnforceBench.run(writes, System.err);
        figures.addMemory(memory.measure());
        System.out.println(json ? figures.json() : figures.table());
        return 0;
    }

    private int control() throws Exception {
        Scale scale = new Scale(nodes, pods, policies, Duration.ofSeconds(seconds), heap(CONTROL_HEAP));
        ControlFigures figures =
                new ControlBench(new dev.weir.local.supervisor.Installation(top), scale, System.err).run();
        System.out.println(json ? figures.json() : figures.table());
        return 0;
    }

    private int console() throws Exception {
        ConsoleFigures figures = new ConsoleBench(
                        new dev.weir.local.supervisor.Installation(top),
                        new ConsoleScale(records, 10 * rounds, page, part, heap(CONSOLE_HEAP)),
                        System.err,
                        Clock.systemUTC())
                .run();
        System.out.println(json ? figures.json() : figures.table());
        return 0;
    }

    private String heap(String usual) {
        return heap == null ? usual : heap;
    }

    private int records() throws Exception {
        RecordsFigures figures = new RecordsBench(new Installation(top), rounds, milliseconds, System.err).run();
        System.out.println(json ? figures.json() : figures.table());
        return 0;
    }
}
