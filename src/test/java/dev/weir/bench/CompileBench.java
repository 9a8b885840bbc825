package dev.weir.bench;

import dev.weir.CompilerRehearsal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./weir bench compile [--generator N] [--json] [--seed S]}. Every generator has a JVM of its own, whose cold start counts, because a
 * server that starts is cold; like the server it has a start-up cache, for which it was called with {@code --rehearse}. One object of JSON, or
 * a table.
 */
public final class CompileBench {
    private static final long SEED = 20261125;

    private final List<Integer> generators = new ArrayList<>();
    private boolean json;
    private boolean inThisJvm;
    private long seed = SEED;

    private CompileBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (List.of(arguments).equals(List.of("--rehearse"))) {
            CompilerRehearsal.rehearse();
            return;
        }
        CompileBench bench = new CompileBench();
        bench.read(List.of(arguments));
        System.out.println(bench.run());
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--json" -> json = true;
                case "--in-this-jvm" -> inThisJvm = true;
                case "--generator" -> generators.add(Integer.parseInt(arguments.get(++i)));
                case "--seed" -> seed = Long.parseLong(arguments.get(++i));
                default ->
                    throw new IllegalArgumentException(
                            "compile knows --generator N (1 to 5), --seed S and --json, not " + arguments.get(i));
            }
        }
        if (generators.isEmpty()) {
            generators.addAll(List.of(1, 2, 3, 4, 5));
        }
    }

    private String run() throws IOException, InterruptedException {
        if (inThisJvm) {
            CompileFigures figures = new CompileRun(generators.getFirst(), seed).measure();
            return json ? figures.json() : figures.table();
        }
        List<String> results = new ArrayList<>();
        for (int generator : generators) {
            String result = inFreshJvm(generator);
            String title = Workload.TITLES.get(generator - 1);
            results.add(
                    json
                            ? "\"generator " + generator + "\":" + result
                            : "Generator " + generator + ": " + title + "\n" + result);
        }
        return json ? "{" + String.join(",", results) + "}" : String.join("\n", results);
    }

    private String inFreshJvm(int generator) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CompileBench.class.getName()));
        command.addAll(List.of("--in-this-jvm", "--generator", "" + generator, "--seed", "" + seed));
        if (json) {
            command.add("--json");
        }
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (jvm.waitFor() != 0) {
            throw new IOException("the measurement of generator " + generator + " ended with " + jvm.exitValue());
        }
        return output;
    }
}
