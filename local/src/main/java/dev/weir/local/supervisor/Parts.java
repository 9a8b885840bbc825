package dev.weir.local.supervisor;

import dev.weir.local.fabric.NodeNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How server and daemons are started, as the contract between the programs says. */
record Parts(Installation installation, RunDirectory run) {

    static final String SERVER = "server";
    static final int CONSOLE_PORT = Integer.getInteger("weir.local.console-port", 8620);
    static final String CONSOLE = "http://127.0.0.1:" + CONSOLE_PORT;

    ChildProcess.Program server(Path kubeconfig) {
        List<String> command = new ArrayList<>(installation.server());
        command.addAll(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + CONSOLE_PORT,
                "--weir.kubernetes.kubeconfig=" + kubeconfig,
                "--weir.nodes.address=unix:" + run.serverSocket(),
                "--weir.store.path=" + run.serverState().resolve("records.duckdb"),
                "--weir.security.admin-password-file=" + run.adminPassword(),
                "--weir.security.token-file=" + run.apiToken(),
                "--weir.security.tokens-file=" + run.serverState().resolve("tokens"),
                "--weir.security.people-file=" + run.serverState().resolve("people"),
                "--weir.security.sign-in-key-file=" + run.serverState().resolve("sign-in-key")));
        return new ChildProcess.Program(SERVER, command, Installation.SERVER_ENVIRONMENT, run.log(SERVER));
    }

    /** Inside its node's network namespace; nsenter keeps the mounts, so files and the BPF filesystem are the machine's. */
    ChildProcess.Program daemon(NodeNetwork node) {
        Path home = run.node(node.name());
        List<String> command =
                new ArrayList<>(List.of("nsenter", "--net=" + node.namespace().path(), "--"));
        command.addAll(installation.daemon());
        Map<String, String> environment = Map.of(
                "MALLOC_ARENA_MAX", "2",
                "WEIR_NODE_NAME", node.name(),
                "WEIR_SERVER", "unix:" + run.serverSocket(),
                "WEIR_STATE_DIR", home.resolve("state").toString(),
                "WEIR_RUN_DIR", home.toString(),
                "WEIR_LOG_DIR", home.resolve("log").toString(),
                "WEIR_BPF_OBJECT", installation.bpfObject().toString(),
                "WEIR_BPFFS", Mounts.BPFFS.toString(),
                "WEIR_UPLINK", NodeNetwork.UPLINK,
                "WEIR_DENY_AGGREGATION", "1s");
        return new ChildProcess.Program(node.name(), command, environment, run.log(node.name()));
    }
}
