package dev.weir.document;

import java.util.Map;

/** Writes an object as people write YAML. Text that YAML 1.1 would read as something else, such as {@code yes}, is quoted. */
public final class YamlText {
    private static final YamlLayout LAYOUT = new YamlLayout("\n", true);

    private YamlText() {}

    public static String of(Map<String, Object> object) {
        return LAYOUT.block(object, 0) + "\n";
    }
}
