package dev.weir.flow.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real OpenSearch node for all tests of this JVM: started with the first that wants one, ended with the JVM, whose end it reads from its standard
 * input. It runs beside, because some of its libraries are other versions than the server's; {@code src/test/opensearch} says which.
 */
public final class OpenSearchNode {
    private static final Path PROJECT = Path.of("src/test/opensearch/pom.xml");
    private static final Path CLASS_PATH = Path.of("target/opensearch.classpath");
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
    private static @Nullable URI address;

    private OpenSearchNode() {}

    public static synchronized URI address() {
        if (address == null) {
            address = start();
        }
        return address;
    }

    private static URI start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "opensearch-");
            Path log = directory.resolve("node.log");
            Process node = new ProcessBuilder(command(directory.resolve("node")))
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(node::destroyForcibly));
            return listening(node, log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> command(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", classPath(), "src/test/opensearch/Node.java", directory.toString()));
        return command;
    }

    private static String classPath() throws IOException {
        boolean known = Files.exists(CLASS_PATH)
                && Files.getLastModifiedTime(CLASS_PATH).compareTo(Files.getLastModifiedTime(PROJECT)) > 0;
        if (!known) {
            resolve();
        }
        return Files.readString(CLASS_PATH);
    }

    private static void resolve() throws IOException {
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-q",
                        "-B",
                        "-f",
                        PROJECT.toString(),
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + CLASS_PATH.toAbsolutePath())
                .inheritIO()
                .start();
        try {
            if (!maven.waitFor(5, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                throw new IllegalStateException("Maven could not resolve " + PROJECT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Maven resolved " + PROJECT, interrupted);
        }
    }

    private static URI listening(Process node, Path log) throws IOException {
        BufferedReader output = node.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> output.lines().forEach(unread -> {}));
                return URI.create("http://" + listening.group(1));
            }
        }
        throw new IllegalStateException("The OpenSearch node did not start; see " + log);
    }
}
