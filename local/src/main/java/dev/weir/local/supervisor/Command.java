package dev.weir.local.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program that is run to its end; its failure carries what it said. */
final class Command {

    private Command() {}

    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LocalClusterException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new LocalClusterException("cannot run " + command[0] + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalClusterException("interrupted: " + String.join(" ", command), e);
        }
    }
}
