package dev.weir.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The records of a time, as the nodes' files have them and as the store has them, in one form in which they can be compared. */
record NodeLines(Instant from, Instant to) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path NODES = Path.of("/run/weir/nodes");

    /** Rotated files included; what was only counted is no record. */
    List<JsonNode> inFiles() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                if (isTorn(line)) {
                    continue;
                }
                JsonNode record = JSON.readTree(line);
                if (record.has("connection") && covers(record)) {
                    lines.add(comparable(record));
                }
            }
        }
        return lines;
    }

    /** A kill may leave a piece of a line, which is none. */
    private static boolean isTorn(String line) {
        return line.startsWith("{") && !line.endsWith("}}");
    }

    /** A node's file and those that were renamed when they were full. */
    static List<Path> filesOf(String node) {
        try (Stream<Path> files = Files.list(NODES.resolve(node).resolve("log"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> nodes = Files.list(NODES)) {
            return nodes.flatMap(node -> filesOf(node.getFileName().toString()).stream())
                    .toList();
        }
    }

    /** As the store exports them, each with its identity; without the end, and what was only counted. */
    List<JsonNode> inStore(Cluster cluster) {
        var answer = cluster.rest(
                "GET", "/logs?limit=1000000&from=" + from + "&to=" + to, "", "Accept", "application/x-ndjson");
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        List<JsonNode> lines = answer.body().lines().map(JSON::readTree).toList();
        JsonNode end = lines.getLast();
        if (!end.at("/type").asString("").equals("end") || end.has("continue")) {
            throw new AssertionError("The export is not whole: " + end);
        }
        return lines.stream().filter(line -> line.has("connection")).toList();
    }

    private boolean covers(JsonNode record) {
        Instant time = Instant.parse(record.get("timestamp").asString());
        return !time.isBefore(from) && time.isBefore(to);
    }

    static String identity(JsonNode stored) {
        return stored.at("/weir/id").asString();
    }

    /** Without what only the store adds, and with times as instants. */
    static JsonNode comparable(JsonNode record) {
        ObjectNode copy = record.deepCopy().asObject();
        ObjectNode extensions = copy.get("weir").asObject();
        extensions.remove(List.of("id", "cursor"));
        asInstant(copy, "timestamp");
        asInstant(extensions, "last_timestamp");
        return copy;
    }

    private static void asInstant(ObjectNode node, String key) {
        if (node.has(key)) {
            node.put(key, Instant.parse(node.get(key).asString()).toString());
        }
    }
}
