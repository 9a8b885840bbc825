package dev.weir.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The small things that every page is made of; each has a fragment of its name in {@code templates/fragments/parts.html}. */
interface Parts {

    /** A fact in three signs: a colour by its meaning, an icon and a word. */
    record Mark(String tone, String icon, String text) {
        static Mark good(String text) {
            return new Mark("good", "check", text);
        }

        static Mark bad(String text) {
            return new Mark("bad", "cross", text);
        }

        static Mark warning(String text) {
            return new Mark("warn", "warning", text);
        }

        static Mark quiet(String text) {
            return new Mark("quiet", "dash", text);
        }
    }

    record Link(String href, String text) {}

    /** A part of a whole as a bar; {@code percent} is 0 to 100. */
    record Bar(String percent, String tone) {
        static Bar of(double share) {
            return new Bar(width(share), "");
        }

        /** How full something is that must not become full. */
        static Bar fill(double share) {
            return new Bar(width(share), share >= 0.95 ? "full" : share >= 0.8 ? "high" : "");
        }

        private static String width(double share) {
            return Long.toString(Math.round(Math.clamp(share, 0, 1) * 100));
        }
    }

    /** Counts over time as columns, with the sentence that says the same. */
    record Spark(String viewBox, List<Column> columns, String text) {
        private static final int HEIGHT = 20;

        static Spark of(List<Long> counts, String text) {
            long most =
                    Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                long count = counts.get(i);
                if (count > 0) {
                    long height = Math.max(1, Math.round((double) HEIGHT * count / most));
                    columns.add(new Column(i * 4L, HEIGHT - height, 3, height));
                }
            }
            return new Spark("0 0 " + counts.size() * 4 + " " + HEIGHT, List.copyOf(columns), text);
        }

        record Column(long x, long y, long width, long height) {}
    }

    /** A message about the page or the system. Tone: empty, success, warning or error. */
    record Banner(
            String tone,
            String icon,
            String title,
            @Nullable String text,
            @Nullable Link link,
            @Nullable String command) {
        static Banner success(String title) {
            return new Banner("success", "check", title, null, null, null);
        }

        static Banner warning(String title, String text, Link link) {
            return new Banner("warning", "warning", title, text, link, null);
        }

        static Banner error(String title, String text) {
            return new Banner("error", "cross", title, text, null, null);
        }

        /** The same with the command that would have done it. */
        Banner with(String command) {
            return new Banner(tone, icon, title, text, link, command);
        }
    }

    /** What stands where rows would be: why there are none, and what to do about it. */
    record Blank(
            String title,
            @Nullable String text,
            List<Reason> reasons,
            @Nullable Link action) {
        static Blank of(String title, @Nullable String text) {
            return new Blank(title, text, List.of(), null);
        }

        /** @param command that is the remedy, for a shell */
        record Reason(
                String text, @Nullable Link link, @Nullable String command) {}
    }

    /** A line of YAML; tone: empty, marked, added or removed. */
    record YamlLine(int number, String text, String tone) {
        static List<YamlLine> of(String yaml) {
            List<String> lines = yaml.stripTrailing().lines().toList();
            List<YamlLine> result = new ArrayList<>();
            for (String line : lines) {
                result.add(new YamlLine(result.size() + 1, line, ""));
            }
            return result;
        }
    }
}
