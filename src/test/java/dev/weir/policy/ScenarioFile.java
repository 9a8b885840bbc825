package dev.weir.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A file of {@code src/test/resources/policies}, whose name is a sentence:
 *
 * <pre>
 * world: shop                     # worlds/shop.yaml, a {@link ScenarioWorld}; or left out
 * cluster: {pods: …}              # what this file adds to it; a scenario may have one, too
 * scenarios:
 * - name: a sentence
 *   policies:
 *     shop/default-deny: {podSelector: {}}         # the spec, as the Kubernetes API has it
 *   modes: {shop/default-deny: shadow, pay: shadow} # the annotation of a policy or a namespace; or left out
 *   allow: […]
 *   would-deny: […]                                # what passes, and names who is in shadow
 *   deny:
 *   - tcp shop/client -> shop/web:80; ingress isolated by default-deny     # a {@link PacketLine}
 * </pre>
 */
record ScenarioFile(String name, List<Scenario> scenarios) {
    private static final Set<String> FILE_KEYS = Set.of("world", "cluster", "scenarios");
    private static final Set<String> SCENARIO_KEYS =
            Set.of("name", "cluster", "policies", "modes", "allow", "would-deny", "deny");

    /** All of them, in the order of their names. */
    static List<ScenarioFile> all() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> parse(Objects.toString(file.getFileName()), read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(ScenarioFile.class.getResource("/policies"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScenarioFile parse(String name, String text) {
        Map<String, Object> file = load(text);
        requireOnly(name, file, FILE_KEYS);
        Object world = file.get("world");
        List<Map<String, Object>> layers = new ArrayList<>();
        if (world != null) {
            layers.add(load(read(directory().resolve("worlds/" + world + ".yaml"))));
        }
        layers.add(map(file.get("cluster")));
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object entry : (List<?>) Objects.requireNonNull(file.get("scenarios"), name)) {
            Scenario scenario = scenario(name, map(entry), layers);
            if (!names.add(scenario.name())) {
                throw new IllegalArgumentException(name + " has two scenarios named " + scenario.name());
            }
            scenarios.add(scenario);
        }
        return new ScenarioFile(name, scenarios);
    }

    private static Scenario scenario(String file, Map<String, Object> entry, List<Map<String, Object>> layers) {
        String name = Objects.toString(Objects.requireNonNull(entry.get("name"), file));
        requireOnly(file + ": " + name, entry, SCENARIO_KEYS);
        List<Map<String, Object>> all = new ArrayList<>(layers);
        all.add(map(entry.get("cluster")));
        return Scenario.of(new Scenario.Title(file, name), ScenarioWorld.of(all), entry);
    }

    /** A mapping of YAML; absent is empty. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value != null) {
            ((Map<?, ?>) value).forEach((key, entry) -> result.put(String.valueOf(key), entry));
        }
        return result;
    }

    private static Map<String, Object> load(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return map(new Yaml(new SafeConstructor(options)).load(text));
    }

    /** A word that is not known would be a line that tests nothing. */
    static void requireOnly(String where, Map<String, Object> map, Set<String> known) {
        Set<String> unknown = new HashSet<>(map.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(where + " has unknown keys " + unknown);
        }
    }
}
