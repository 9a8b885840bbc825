package dev.weir.document;

import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes an object as people write YAML. Text that YAML 1.1 would read as something else, such as {@code yes}, is quoted. */
public final class YamlText {
    private static final int WIDTH = 140;

    private YamlText() {}

    public static String of(Map<String, Object> object) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        return new Yaml(options).dump(object);
    }
}
