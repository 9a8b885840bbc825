package dev.weir.local;

import dev.weir.local.api.ApiCommand;
import dev.weir.local.bench.BenchCommand;
import dev.weir.local.supervisor.DownCommand;
import dev.weir.local.supervisor.LocalClusterException;
import dev.weir.local.supervisor.RehearseCommand;
import dev.weir.local.supervisor.StatusCommand;
import dev.weir.local.supervisor.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./weir} calls for the commands that concern the local cluster. */
@Command(
        name = "weir",
        subcommands = {
            UpCommand.class,
            ApiCommand.class,
            DownCommand.class,
            StatusCommand.class,
            RehearseCommand.class,
            BenchCommand.class
        })
final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler((exception, command, parsed) -> explain(exception))
                .execute(arguments);
        System.exit(code);
    }

    /** A failure that was foreseen is one sentence; any other shows where it came from. */
    private static int explain(Exception exception) {
        if (exception instanceof LocalClusterException) {
            System.err.println(exception.getMessage());
        } else {
            exception.printStackTrace();
        }
        return 1;
    }
}
