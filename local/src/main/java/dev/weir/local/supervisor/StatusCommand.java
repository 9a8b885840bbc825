package dev.weir.local.supervisor;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints how every part is; the exit code is 0 when all are well. */
@Command(name = "status", description = "Health of every part of the local cluster.")
public final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode status = new StatusReport(RunDirectory.DEFAULT).collect();
        if (json) {
            System.out.println(
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            print(status);
        }
        return status.path("healthy").asBoolean() ? 0 : 1;
    }

    private static void print(JsonNode status) {
        if (!status.path("running").asBoolean()) {
            System.out.println("The local cluster is not running. Start it with: sudo ./weir up");
            return;
        }
        System.out.printf("%-14s %-9s %-8s %s%n", "PART", "STATE", "PID", "");
        for (JsonNode part : status.path("parts")) {
            line(part.path("name").asString(), part, more(part));
        }
    }

    private static String more(JsonNode part) {
        if (part.has("revision") && !part.has("reason")) {
            return "revision " + part.path("revision").asLong() + ", "
                    + part.path("programmed").asInt() + " of "
                    + part.path("pods").asInt() + " pods programmed";
        }
        String reason = part.path("reason").asString("");
        String action = part.path("action").asString("");
        return part.has("reason")
                ? reason + (action.isEmpty() ? "" : ". " + action)
                : part.path("address").asString("");
    }

    private static void line(String name, JsonNode part, String more) {
        String state = part.path("healthy").asBoolean() ? "healthy" : "not well";
        String pid = part.has("pid") ? part.path("pid").asString() : "-";
        System.out.printf("%-14s %-9s %-8s %s%n", name, state, pid, more);
    }
}
