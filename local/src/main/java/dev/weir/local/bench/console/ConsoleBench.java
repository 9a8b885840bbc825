package dev.weir.local.bench.console;

import dev.weir.local.api.ApiConfig;
import dev.weir.local.api.ApiServer;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.bench.BenchException;
import dev.weir.local.bench.ServerProcess;
import dev.weir.local.bench.console.Browser.Answer;
import dev.weir.local.sample.Manifests;
import dev.weir.local.supervisor.Installation;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Starts everything, asks for one page after another, opens the tabs, and leaves nothing behind. */
public final class ConsoleBench {
    private static final long PATIENCE_SECONDS = 120;
    private static final String HEAP = "512m";
    private static final int WARMING = 5;

    private final Installation installation;
    private final int records;
    private final int rounds;
    private final PrintStream progress;
    private final Clock clock;
    private final ConsoleFigures figures;

    /**
     * @param records of the last day
     * @param rounds how often each page is asked for
     */
    public ConsoleBench(Installation installation, int records, int rounds, PrintStream progress, Clock clock) {
        this.installation = installation;
        this.records = records;
        this.rounds = rounds;
        this.progress = progress;
        this.clock = clock;
        this.figures = new ConsoleFigures(records, rounds);
    }

    public ConsoleFigures run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("weir-bench-console");
        ObjectStore store = new ObjectStore();
        Town.create(store);
        String password = UUID.randomUUID().toString();
        String token = UUID.randomUUID().toString();
        int port = freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        try (ApiServer api = ApiServer.start(new ApiConfig(0, directory), store)) {
            applyLogging(api);
            say("starting the server");
            try (ServerProcess server = ServerProcess.start(
                    installation, HEAP, directory, api.kubeconfig(), options(directory, port, password, token))) {
                server.awaitSocket(PATIENCE_SECONDS);
                try (PlayedNodes nodes = new PlayedNodes(server.socket(), clock);
                        Browser browser = new Browser(address);
                        Program program = new Program(address, token)) {
                    nodes.awaitPrograms();
                    say("reporting " + records + " records of a day");
                    nodes.reportDay(records);
                    browser.signIn(password);
                    measurePages(browser, program.deniedRecords());
                    measureSimulation(program);
                    new Tabs(server, nodes, browser, progress).measure(figures);
                }
            }
        }
        return figures;
    }

    private static List<String> options(Path directory, int port, String password, String token) throws IOException {
        return List.of(
                "--server.port=" + port,
                "--weir.store.path=" + directory.resolve("records.duckdb"),
                "--weir.security.people-file=" + directory.resolve("people"),
                "--weir.security.admin-password-file=" + Files.writeString(directory.resolve("password"), password),
                "--weir.security.token-file=" + Files.writeString(directory.resolve("token"), token));
    }

    /** It may be taken before the server listens; then the bench fails and says so. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void applyLogging(ApiServer api) {
        Config config = Config.fromKubeconfig(api.kubeconfig().toFile());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Manifests.apply(client, "/cluster/networklogging.yaml");
            Manifests.apply(client, "/cluster/networklogging-default.yaml");
        }
    }

    private void measurePages(Browser browser, List<String> deniedRecords) throws IOException, InterruptedException {
        if (deniedRecords.isEmpty()) {
            throw new BenchException("the server tells of no denied record");
        }
        for (String page : Pages.all()) {
            List<Double> milliseconds = new ArrayList<>();
            long largest = 0;
            for (int round = 0; round < WARMING + rounds; round++) {
                Answer answer = browser.open(Pages.address(page, round, deniedRecords));
                largest = Math.max(largest, answer.bytes());
                if (round >= WARMING) {
                    milliseconds.add(answer.milliseconds());
                }
            }
            figures.addPage(page, milliseconds.stream().sorted().toList(), largest);
            say("%-46s %s".formatted(page, figures.lastPage()));
        }
    }

    private void measureSimulation(Program program) throws IOException, InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int round = 0; round < WARMING + rounds; round++) {
            double took = program.simulate(edit(round));
            if (round >= WARMING) {
                milliseconds.add(took);
            }
        }
        figures.addSimulation(milliseconds.stream().sorted().toList());
    }

    /** One policy with another port, as it would be written in the editor. */
    private static String edit(int round) {
        int namespace = round % Town.NAMESPACES;
        int workload = 1 + round % (Town.WORKLOADS - 1);
        ObjectNode policy =
                Json.object().put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
        Json.make(policy, "metadata").put("name", Town.workload(workload)).put("namespace", Town.namespace(namespace));
        policy.set("spec", Town.admit(namespace, workload, Town.PORT + 1 + round));
        return policy.toString();
    }

    private void say(String what) {
        progress.println(what);
    }
}
