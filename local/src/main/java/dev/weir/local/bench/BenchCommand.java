package dev.weir.local.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir bench NAME [--json]}. */
@Command(
        name = "bench",
        description = "Measure, as ratios to a baseline of the same run.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            description = {
                "datapath: latency through Weir, iptables and nftables, to plain kernel routing.",
                "enforce: from a policy's write through the Kubernetes API to the first packet that it judges; bytes"
                        + " of the maps."
            })
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object with every figure and ratio.")
    private boolean json;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds; the best median counts. Default: ${DEFAULT-VALUE}.")
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

    @Option(names = "--top", required = true, hidden = true, description = "Top of the repository.")
    private Path top = Path.of("");

    @Override
    public Integer call() throws Exception {
        switch (name) {
            case "datapath" -> {
                DatapathFigures figures =
                        new DatapathBench(new Installation(top), rounds, milliseconds, System.err).run();
                System.out.println(json ? figures.json() : figures.table());
            }
            case "enforce" -> {
                MapMemory memory = new MapMemory(new Installation(top));
                EnforceFigures figures = EnforceBench.run(writes, System.err);
                figures.addMemory(memory.measure());
                System.out.println(json ? figures.json() : figures.table());
            }
            default -> {
                System.err.println("There is no benchmark named '" + name + "'. There are: datapath, enforce.");
                return 2;
            }
        }
        return 0;
    }
}
