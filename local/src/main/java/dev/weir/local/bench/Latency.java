package dev.weir.local.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The C tool of {@code bench/}: both ends pinned to one CPU at a real-time priority, so that the scheduler's choices do not drown a
 * difference of a few per cent.
 */
record Latency(Path tool, int port) {

    static final String CPU = "1";
    private static final String PRIORITY = "10";

    enum Test {
        /** One connection, one byte there and back. */
        REQUEST_RESPONSE("rr"),
        /** Connect, one byte there and back, close. */
        CONNECT_CLOSE("crr");

        private final String argument;

        Test(String argument) {
            this.argument = argument;
        }
    }

    Process serve(Pair.Pod pod) throws IOException {
        return new ProcessBuilder(pinned(pod, "serve", String.valueOf(port)))
                .inheritIO()
                .start();
    }

    /** Median nanoseconds of a round trip, measured for {@code milliseconds}. */
    long measure(Pair pair, Test test, int milliseconds) {
        String[] figures = Shell.run(pinned(
                        pair.client(),
                        test.argument,
                        pair.server().address(),
                        String.valueOf(port),
                        String.valueOf(milliseconds)))
                .strip()
                .split(" ");
        return Long.parseLong(figures[0]);
    }

    private List<String> pinned(Pair.Pod pod, String... arguments) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", CPU, "chrt", "-f", PRIORITY, tool.toString()));
        command.addAll(List.of(arguments));
        return Shell.inNamespace(pod.namespace(), command.toArray(String[]::new));
    }
}
