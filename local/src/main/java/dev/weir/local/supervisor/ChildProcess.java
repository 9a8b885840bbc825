package dev.weir.local.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the cluster that runs as a process of its own and is started again when it dies: after a second, then after twice as long each time, until it has lived
 * for half a minute. In a session of its own, so that Ctrl-C reaches the supervisor alone.
 */
final class ChildProcess implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration GOOD_LIFE = Duration.ofSeconds(30);

    /**
     * What to run.
     *
     * @param name the part's name; its output is appended to {@code log}
     */
    record Program(String name, List<String> command, Map<String, String> environment, Path log) {}

    private final Program program;
    private final Consumer<String> tell;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread watch;
    private volatile @Nullable Process process;

    private ChildProcess(Program program, Consumer<String> tell) {
        this.program = program;
        this.tell = tell;
        this.watch = Thread.ofVirtual().name("watch " + program.name()).unstarted(this::keepRunning);
    }

    /** @param tell hears one sentence whenever the process dies or cannot be started */
    static ChildProcess start(Program program, Consumer<String> tell) {
        ChildProcess child = new ChildProcess(program, tell);
        child.watch.start();
        return child;
    }

    private void keepRunning() {
        Duration pause = FIRST_PAUSE;
        try {
            while (stopped.getCount() > 0) {
                long started = System.nanoTime();
                String end = runOnce();
                boolean livedWell = System.nanoTime() - started > GOOD_LIFE.toNanos();
                pause = livedWell ? FIRST_PAUSE : pause;
                if (stopped.getCount() > 0) {
                    tell.accept(program.name() + " " + end + "; it starts again in " + pause.toSeconds() + " s (log: "
                            + program.log() + ")");
                }
                stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                pause = next(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration next(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private String runOnce() throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(program.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(program.log().resolveSibling("").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(program.log().toFile()));
        builder.environment().putAll(program.environment());
        builder.environment().put(Processes.MARK, program.name());
        try {
            Process running = builder.start();
            process = running;
            if (stopped.getCount() == 0) {
                running.destroy();
            }
            return "ended with code " + running.waitFor();
        } catch (IOException e) {
            return "could not be started: " + e.getMessage();
        }
    }

    /** Asks the process to end and waits a moment for it. */
    @Override
    public void close() {
        stopped.countDown();
        Process running = process;
        if (running != null) {
            Processes.end(List.of(running.toHandle()), 5);
        }
    }
}
