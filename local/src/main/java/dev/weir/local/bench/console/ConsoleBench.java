package dev.weir.local.bench.console;

import dev.weir.local.api.ApiConfig;
import dev.weir.local.api.ApiServer;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.bench.Percentile;
import dev.weir.local.bench.ServerProcess;
import dev.weir.local.bench.console.Browser.Answer;
import dev.weir.local.bench.console.ConsoleScale.Part;
import dev.weir.local.sample.Manifests;
import dev.weir.local.supervisor.Installation;
import dev.weir.local.supervisor.RunDirectory;
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
    private static final int WARMING = 5;
    private static final int CHANGES = 10;

    private final Installation installation;
    private final ConsoleScale scale;
    private final PrintStream progress;
    private final Clock clock;
    private final ConsoleFigures figures;
    private final Yardstick yardstick = new Yardstick();

    public ConsoleBench(Installation installation, ConsoleScale scale, PrintStream progress, Clock clock) {
        this.installation = installation;
        this.scale = scale;
        this.progress = progress;
        this.clock = clock;
        this.figures = new ConsoleFigures(scale.records(), scale.rounds());
    }

    public ConsoleFigures run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("weir-bench-console");
        try {
            run(directory);
        } finally {
            RunDirectory.deleteTree(directory);
        }
        return figures;
    }

    private void run(Path directory) throws IOException, InterruptedException {
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
                    installation,
                    List.of("-Xmx" + scale.heap()),
                    directory,
                    api.kubeconfig(),
                    options(directory, port, password, token))) {
                server.awaitSocket(PATIENCE_SECONDS);
                try (PlayedNodes nodes = new PlayedNodes(server.socket(), clock);
                        Browser browser = new Browser(address);
                        Program program = new Program(address, token)) {
                    nodes.awaitPrograms();
                    say("reporting " + scale.records() + " records of a day");
                    nodes.reportDay(scale.records());
                    browser.signIn(password);
                    work(program);
                    measure(server, nodes, browser, program);
                }
            }
        }
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

    /** What people have done before: they have written down what must be so, and made and unmade policies. */
    private static void work(Program program) throws IOException, InterruptedException {
        for (int namespace = 0; namespace < Town.NAMESPACES; namespace++) {
            program.expect(Town.namespace(namespace), "neighbours", "app-1 may reach app-2:" + Town.PORT);
            program.expect(Town.namespace(namespace), "outside", "nobody may reach app-0 from the internet");
        }
        for (int change = 0; change < CHANGES; change++) {
            ObjectNode policy = policy(change, "passing");
            program.create(Town.namespace(change % Town.NAMESPACES), policy.toString());
            program.delete(Town.namespace(change % Town.NAMESPACES), "passing");
        }
    }

    private void measure(ServerProcess server, PlayedNodes nodes, Browser browser, Program program)
            throws IOException, InterruptedException {
        if (scale.has(Part.PAGES)) {
            measurePages(server, browser, new Pages.Found(program.deniedRecords(), program.changes()));
        }
        if (scale.has(Part.SIMULATION)) {
            measureSimulation(program);
        }
        if (scale.has(Part.TABS)) {
            new Tabs(server, nodes, browser, progress).measure(figures);
        }
    }

    private void measurePages(ServerProcess server, Browser browser, Pages.Found found)
            throws IOException, InterruptedException {
        for (String page : Pages.containing(scale.page())) {
            List<Double> milliseconds = new ArrayList<>();
            List<Double> yardsticks = new ArrayList<>();
            long largest = 0;
            double cpu = 0;
            for (int round = 0; round < WARMING + scale.rounds(); round++) {
                cpu = round == WARMING ? server.cpuSeconds() : cpu;
                Answer answer = browser.open(Pages.address(page, round, found));
                largest = Math.max(largest, answer.bytes());
                if (round >= WARMING) {
                    milliseconds.add(answer.milliseconds());
                    yardsticks.add(yardstick.milliseconds());
                }
            }
            figures.addPage(
                    page,
                    milliseconds.stream().sorted().toList(),
                    server.cpuSeconds() - cpu,
                    largest,
                    Percentile.of(yardsticks.stream().sorted().toList(), 0.5));
            say("%-46s %s".formatted(page, figures.lastPage()));
        }
    }

    private void measureSimulation(Program program) throws IOException, InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int round = 0; round < WARMING + scale.rounds(); round++) {
            double took = program.simulate(edit(round));
            if (round >= WARMING) {
                milliseconds.add(took);
            }
        }
        figures.addSimulation(milliseconds.stream().sorted().toList());
    }

    /** One policy with another port, as it would be written in the editor. */
    private static String edit(int round) {
        return policy(round, Town.workload(workload(round))).toString();
    }

    private static int workload(int round) {
        return 1 + round % (Town.WORKLOADS - 1);
    }

    private static ObjectNode policy(int round, String name) {
        int namespace = round % Town.NAMESPACES;
        ObjectNode policy =
                Json.object().put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
        Json.make(policy, "metadata").put("name", name).put("namespace", Town.namespace(namespace));
        policy.set("spec", Town.admit(namespace, workload(round), Town.PORT + 1 + round));
        return policy;
    }

    private void say(String what) {
        progress.println(what);
    }
}
