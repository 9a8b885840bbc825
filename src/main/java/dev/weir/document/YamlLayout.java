package dev.weir.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * How new values are written, so that they look like what is there.
 *
 * @param newline of the text
 * @param indentedLists whether a list in a field stands further in than the field's name
 */
record YamlLayout(String newline, boolean indentedLists) {
    private static final int INDENT = 2;
    /** Names and CIDRs: no indicator of YAML is among these characters. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*|[0-9.]+/[0-9]+");
    /** Knows what plain text is read as. */
    private static final Resolver RESOLVER = new Resolver();

    /** On one line, valid wherever a value can stand. */
    static String inline(@Nullable Object value) {
        return switch (value) {
            case String text when isPlain(text) -> text;
            case Integer number -> number.toString();
            case null, default -> dumped(value);
        };
    }

    /** Whether text surely needs no quotes: nearly all does not, and setting the library's emitter up costs more than a whole policy. */
    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && RESOLVER.resolve(NodeId.scalar, text, true).equals(Tag.STR);
    }

    /** As the library writes it. */
    static String dumped(@Nullable Object value) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.FLOW);
        options.setSplitLines(false);
        options.setWidth(Integer.MAX_VALUE);
        options.setDereferenceAliases(true);
        String list = new Yaml(options).dump(Collections.singletonList(value)).strip();
        return list.substring(1, list.length() - 1).strip();
    }

    /** In the quotes that the old value has, where it is text. */
    static String scalar(Object value, ScalarStyle style) {
        if (!(value instanceof String text) || text.chars().anyMatch(c -> c < ' ')) {
            return inline(value);
        }
        return switch (style) {
            case SINGLE_QUOTED -> "'" + text.replace("'", "''") + "'";
            case DOUBLE_QUOTED -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            default -> inline(value);
        };
    }

    /** Lines that begin at a column; the first one is not indented. Empty collections stand on one line. */
    String block(Object value, int column) {
        String between = newline + " ".repeat(column);
        return switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.entrySet().stream()
                        .map(field -> inline(field.getKey()) + ":" + afterColon(field.getValue(), column))
                        .collect(Collectors.joining(between));
            case List<?> list
            when !list.isEmpty() ->
                list.stream()
                        .map(item -> "- " + (item == null ? "null" : block(item, column + INDENT)))
                        .collect(Collectors.joining(between));
            default -> inline(value);
        };
    }

    /** What follows the colon behind a field's name that stands at that column. */
    String afterColon(@Nullable Object value, int column) {
        if (value == null || !isFilled(value)) {
            return " " + inline(value);
        }
        int inner = value instanceof List<?> && !indentedLists ? column : column + INDENT;
        return newline + " ".repeat(inner) + block(value, inner);
    }

    static boolean isFilled(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
    }
}
