package dev.weir.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes an object as YAML in the form people write it, without what the API server added for itself. */
final class PolicyYaml {
    private static final List<String> SERVER_FIELDS =
            List.of("managedFields", "uid", "creationTimestamp", "generation", "resourceVersion", "selfLink");

    private PolicyYaml() {}

    static String write(Map<String, Object> object) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(140);
        options.setSplitLines(false);
        return new Yaml(options).dump(withoutServerFields(object));
    }

    static Map<String, Object> withoutServerFields(Map<String, Object> object) {
        Map<String, Object> result = new LinkedHashMap<>();
        // In the order in which people write and read them.
        for (String first : List.of("apiVersion", "kind", "metadata", "spec")) {
            if (object.containsKey(first)) {
                result.put(first, object.get(first));
            }
        }
        object.forEach(result::putIfAbsent);
        result.remove("status");
        Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
        SERVER_FIELDS.forEach(metadata::remove);
        result.put("metadata", metadata);
        return result;
    }
}
