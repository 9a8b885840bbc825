package dev.weir.local.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** Runs the local Kubernetes API alone, without nodes and pods. */
@CommandLine.Command(
        name = "api",
        description = "Run the local Kubernetes API alone, without nodes and pods.",
        hidden = true)
public final class ApiCommand implements Callable<Integer> {

    @CommandLine.Option(
            names = "--port",
            defaultValue = "7443",
            description = "Port on 127.0.0.1; 0 for a free one. Default: 7443.")
    private int port;

    @CommandLine.Option(names = "--dir", required = true, description = "Directory for the file kubeconfig.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (ApiServer server = ApiServer.start(new ApiConfig(port, directory))) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
            System.out.println("Kubernetes API: " + server.url());
            System.out.println("export KUBECONFIG=" + server.kubeconfig().toAbsolutePath());
            stopped.await();
        }
        return 0;
    }

    /** For running it without the rest of the local cluster. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ApiCommand()).execute(arguments));
    }
}
