package dev.weir.local.supervisor;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the cluster, whatever state it is in. */
@Command(name = "down", description = "Stop the local cluster and leave nothing of it behind.")
public final class DownCommand implements Callable<Integer> {

    /** The supervisor cleans up by itself when asked to end; this is how long it may take. */
    private static final int PATIENCE_SECONDS = 30;

    @Override
    public Integer call() {
        Cleanup cleanup = new Cleanup(RunDirectory.DEFAULT);
        if (!cleanup.needed()) {
            System.out.println("The local cluster is not running.");
            return 0;
        }
        Processes.part(Processes.SUPERVISOR)
                .ifPresent(supervisor -> Processes.end(List.of(supervisor.process()), PATIENCE_SECONDS));
        cleanup.clean();
        System.out.println("The local cluster is down.");
        return 0;
    }
}
