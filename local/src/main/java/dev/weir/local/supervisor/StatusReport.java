package dev.weir.local.supervisor;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks every part how it is: the processes, the API over TLS, the server over HTTP, and through the server the daemons. */
record StatusReport(RunDirectory run) {

    private static final JsonMapper JSON = JsonMapper.shared();

    ObjectNode collect() {
        List<Processes.Part> parts = Processes.parts();
        Optional<Long> supervisor = pid(parts, Processes.SUPERVISOR);
        ObjectNode status = JSON.createObjectNode();
        status.put("running", supervisor.isPresent());
        status.put("ready", Files.exists(run.ready()));
        if (supervisor.isEmpty()) {
            return status.put("healthy", false);
        }
        ArrayNode all = status.putArray("parts");
        api(all.addObject().put("name", "api"), supervisor);
        server(all.addObject().put("name", Parts.SERVER), pid(parts, Parts.SERVER));
        nodes(all, parts);
        return status.put(
                "healthy",
                all.valueStream().allMatch(part -> part.path("healthy").asBoolean()));
    }

    private void api(ObjectNode api, Optional<Long> pid) {
        if (!Files.exists(run.kubeconfig())) {
            api.put("healthy", true).put("address", "of another cluster");
            return;
        }
        pid.ifPresent(value -> api.put("pid", value));
        Config config = Config.fromKubeconfig(run.kubeconfig().toFile());
        config.setRequestRetryBackoffLimit(0);
        api.put("address", config.getMasterUrl());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            api.put("healthy", client.raw("/readyz") != null);
        } catch (KubernetesClientException e) {
            api.put("healthy", false).put("reason", "does not answer");
        }
    }

    private static void server(ObjectNode server, Optional<Long> pid) {
        pid.ifPresent(value -> server.put("pid", value));
        server.put("address", Parts.CONSOLE).put("healthy", new Health(Parts.CONSOLE).ready());
    }

    /** The daemons report to the server, so the server is asked; a process that runs says little about its program. */
    private void nodes(ArrayNode all, List<Processes.Part> parts) {
        Health server = new Health(Parts.CONSOLE);
        String token = run.read(run.apiToken()).orElse("");
        for (String name : nodeNames()) {
            ObjectNode node = all.addObject().put("name", name);
            pid(parts, name).ifPresent(value -> node.put("pid", value));
            Optional<JsonNode> reported =
                    server.get("/api/v1/nodes/" + name, token).map(JSON::readTree);
            boolean enforcing = NodeStatusText.describe(reported, node);
            node.put("healthy", enforcing && node.has("pid"));
        }
    }

    private List<String> nodeNames() {
        String[] names = run.nodes().toFile().list();
        return names == null ? List.of() : List.of(names).stream().sorted().toList();
    }

    private static Optional<Long> pid(List<Processes.Part> parts, String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(part -> part.process().pid())
                .findFirst();
    }
}
