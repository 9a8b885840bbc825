package dev.weir.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
        StringBuilder lines = new StringBuilder();
        block(value, column, lines);
        return lines.toString();
    }

    /** What follows the colon behind a field's name that stands at that column. */
    String afterColon(@Nullable Object value, int column) {
        StringBuilder lines = new StringBuilder();
        afterColon(value, column, lines);
        return lines.toString();
    }

    private void block(Object value, int column, StringBuilder lines) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> fields(map, column, lines);
            case List<?> list when !list.isEmpty() -> items(list, column, lines);
            default -> lines.append(inline(value));
        }
    }

    private void fields(Map<?, ?> map, int column, StringBuilder lines) {
        boolean first = true;
        for (Map.Entry<?, ?> field : map.entrySet()) {
            if (!first) {
                newLine(column, lines);
            }
            first = false;
            lines.append(inline(field.getKey())).append(':');
            afterColon(field.getValue(), column, lines);
        }
    }

    private void items(List<?> list, int column, StringBuilder lines) {
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                newLine(column, lines);
            }
            first = false;
            lines.append("- ");
            if (item == null) {
                lines.append("null");
            } else {
                block(item, column + INDENT, lines);
            }
        }
    }

    private void afterColon(@Nullable Object value, int column, StringBuilder lines) {
        if (value == null || !isFilled(value)) {
            lines.append(' ').append(inline(value));
            return;
        }
        int inner = value instanceof List<?> && !indentedLists ? column : column + INDENT;
        newLine(inner, lines);
        block(value, inner, lines);
    }

    private void newLine(int column, StringBuilder lines) {
        lines.append(newline).repeat(' ', column);
    }

    static boolean isFilled(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
    }
}
