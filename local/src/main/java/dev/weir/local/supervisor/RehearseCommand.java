package dev.weir.local.supervisor;

import dev.weir.local.fabric.NodeNetwork;
import dev.weir.local.kubelet.NodeAgents;
import dev.weir.local.sample.Manifests;
import dev.weir.local.sample.SampleApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Runs what needs no root: the API, the sample's objects, the agents of a node whose daemon never answers, so that no pod starts. The build makes the start-up cache
 * from it.
 */
@Command(name = "rehearse", description = "Run through the start without making anything.", hidden = true)
public final class RehearseCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("weir-rehearsal");
        RunDirectory run = new RunDirectory(directory);
        try {
            LocalApi api = LocalApi.start(run, 0);
            Manifests.apply(api.client(), "/cluster/networklogging.yaml");
            Manifests.apply(api.client(), "/cluster/networklogging-default.yaml");
            SampleApplication.apply(api.client());
            try (NodeAgents agents = NodeAgents.start(
                    api.client(), List.of(new NodeNetwork(1)), run::endpointSocket, Clock.systemUTC())) {
                System.out.println(agents.count().all() + " pods wait for a node");
            }
        } finally {
            run.delete();
        }
        return 0;
    }
}
