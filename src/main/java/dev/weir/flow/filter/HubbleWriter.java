package dev.weir.flow.filter;

import dev.weir.flow.filter.Condition.NumberOperator;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.IpPrefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a filter as a line of {@code hubble observe}, where that asks the same: a conjunction of comparisons for equality, each with
 * alternatives of one field, and at most one group that is left out. Everything else is refused with the part that cannot be said.
 */
final class HubbleWriter {
    private static final Map<RecordField, String> FLAGS = Map.ofEntries(
            Map.entry(RecordField.DISPOSITION, "verdict"),
            Map.entry(RecordField.DIRECTION, "traffic-direction"),
            Map.entry(RecordField.PROTOCOL, "protocol"),
            Map.entry(RecordField.NODE, "node-name"),
            Map.entry(RecordField.SOURCE_NAMESPACE, "from-namespace"),
            Map.entry(RecordField.DESTINATION_NAMESPACE, "to-namespace"),
            Map.entry(RecordField.SOURCE_POD, "from-pod"),
            Map.entry(RecordField.DESTINATION_POD, "to-pod"),
            Map.entry(RecordField.SOURCE_WORKLOAD_NAME, "from-workload"),
            Map.entry(RecordField.DESTINATION_WORKLOAD_NAME, "to-workload"),
            Map.entry(RecordField.SOURCE_ADDRESS, "from-ip"),
            Map.entry(RecordField.DESTINATION_ADDRESS, "to-ip"),
            Map.entry(RecordField.SOURCE_PORT, "from-port"),
            Map.entry(RecordField.DESTINATION_PORT, "to-port"));
    private static final Set<String> PODS = Set.of("pod", "from-pod", "to-pod");
    private static final Pattern PREFIX = Pattern.compile("\\^((?:[a-z0-9-]|\\\\\\.)+)");

    private final Map<String, List<String>> flags = new LinkedHashMap<>();

    private HubbleWriter() {}

    /** Says which part hubble has no words for. */
    static final class Untranslatable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Untranslatable(Condition part) {
            super("hubble has no flag for " + Sentence.of(part) + ".", null, false, false);
        }
    }

    private record Said(String flag, String value) {}

    static String write(Condition condition, String from, String to) {
        StringBuilder line = new StringBuilder("hubble observe");
        List<Condition> parts = parts(condition);
        HubbleWriter wanted = new HubbleWriter();
        Condition leftOut = null;
        for (Condition part : parts) {
            if (part instanceof Condition.Not not) {
                // Two would be one for hubble: it leaves out what fulfils all of them.
                if (leftOut != null) {
                    throw new Untranslatable(part);
                }
                leftOut = not.part();
            } else {
                wanted.add(part);
            }
        }
        wanted.appendTo(line, "");
        if (leftOut != null) {
            HubbleWriter unwanted = new HubbleWriter();
            parts(leftOut).forEach(unwanted::add);
            unwanted.appendTo(line, " --not");
        }
        time(line, " --since ", from);
        time(line, " --until ", to);
        return line.toString();
    }

    private static List<Condition> parts(Condition condition) {
        return leaves(condition).toList();
    }

    private static void time(StringBuilder line, String flag, String time) {
        if (!time.isEmpty() && !time.equals("now")) {
            line.append(flag)
                    .append(
                            time.startsWith("-")
                                    ? time.substring(1).replaceFirst("^PT", "").toLowerCase(Locale.ROOT)
                                    : time);
        }
    }

    private void add(Condition part) {
        if (part instanceof Condition.Constant constant && constant.value()) {
            return;
        }
        List<Condition> alternatives = part instanceof Condition.Any any ? any.parts() : List.of(part);
        if (alternatives.size() == 2 && alternatives.stream().allMatch(Condition.All.class::isInstance)) {
            addEnd(part, alternatives);
            return;
        }
        List<Said> said = alternatives.stream().map(HubbleWriter::said).toList();
        String flag = said.getFirst().flag();
        if (said.size() == 2 && isEitherSide(said)) {
            put(part, flag.substring("from-".length()), List.of(said.getFirst().value()));
        } else if (said.stream().allMatch(one -> one.flag().equals(flag))) {
            put(part, flag, said.stream().map(Said::value).toList());
        } else {
            throw new Untranslatable(part);
        }
    }

    /** What holds at one end, whichever it is: the same of the source as of the destination. */
    private void addEnd(Condition part, List<Condition> alternatives) {
        List<Said> source =
                leaves(alternatives.getFirst()).map(HubbleWriter::said).toList();
        List<Said> destination =
                leaves(alternatives.get(1)).map(HubbleWriter::said).toList();
        boolean same = source.size() == destination.size()
                && IntStream.range(0, source.size()).allMatch(at -> isOfEither(source.get(at), destination.get(at)));
        if (!same || flags.keySet().stream().anyMatch(HubbleWriter::isAboutAnEnd)) {
            throw new Untranslatable(part);
        }
        for (Said one : source) {
            String flag = one.flag().replaceFirst("^from-", "");
            if (flags.putIfAbsent(flag, List.of(one.value())) != null) {
                throw new Untranslatable(part);
            }
        }
    }

    /** Whether it is said of the source as of the destination, or of neither end. */
    private static boolean isOfEither(Said source, Said destination) {
        return isEitherSide(List.of(source, destination)) || source.equals(destination) && !isAboutAnEnd(source.flag());
    }

    private static Stream<Condition> leaves(Condition part) {
        return part instanceof Condition.All all ? all.parts().stream().flatMap(HubbleWriter::leaves) : Stream.of(part);
    }

    private static boolean isEitherSide(List<Said> said) {
        return said.getFirst().flag().startsWith("from-")
                && said.get(1).flag().equals("to-" + said.getFirst().flag().substring("from-".length()))
                && said.getFirst().value().equals(said.get(1).value());
    }

    /** Two flags about either end would have to hold at one end, which a filter does not ask. */
    private void put(Condition part, String flag, List<String> values) {
        boolean eitherSide =
                Set.of("namespace", "pod", "workload", "ip", "port").contains(flag);
        boolean second = eitherSide && flags.keySet().stream().anyMatch(HubbleWriter::isAboutAnEnd)
                || isAboutAnEnd(flag)
                        && flags.keySet().stream()
                                .anyMatch(
                                        one -> !one.startsWith("from-") && !one.startsWith("to-") && isAboutAnEnd(one));
        if (second || flags.putIfAbsent(flag, values) != null) {
            throw new Untranslatable(part);
        }
    }

    private static boolean isAboutAnEnd(String flag) {
        return flag.startsWith("from-")
                || flag.startsWith("to-")
                || Set.of("namespace", "pod", "workload", "ip", "port").contains(flag);
    }

    private static Said said(Condition part) {
        return switch (part) {
            case Condition.TextMatch match
            when match.operator() == TextOperator.EQUALS ->
                new Said(flag(match.field(), part), word(match.field(), match.operand(), part));
            case Condition.RegexMatch match when !match.negated() -> prefix(match);
            case Condition.NumberMatch match
            when match.operator() == NumberOperator.EQUALS ->
                new Said(flag(match.field(), part), Long.toString(match.operand()));
            case Condition.AddressIn in -> new Said(flag(in.field(), part), network(in.prefix()));
            default -> throw new Untranslatable(part);
        };
    }

    private static String flag(RecordField field, Condition part) {
        String flag = FLAGS.get(field);
        if (flag == null) {
            throw new Untranslatable(part);
        }
        return flag;
    }

    private static String word(RecordField field, String operand, Condition part) {
        return switch (field) {
            case DISPOSITION ->
                switch (operand) {
                    case "deny" -> "DROPPED";
                    case "allow" -> "FORWARDED";
                    default -> throw new Untranslatable(part);
                };
            case PROTOCOL -> {
                if (operand.equals("unknown")) {
                    throw new Untranslatable(part);
                }
                yield operand;
            }
            // Hubble takes a prefix, which is more than one name.
            case SOURCE_POD, DESTINATION_POD -> throw new Untranslatable(part);
            default -> operand;
        };
    }

    private static Said prefix(Condition.RegexMatch match) {
        var prefix = PREFIX.matcher(match.pattern().pattern());
        String flag = FLAGS.get(match.field());
        if (flag == null || !PODS.contains(flag) || !prefix.matches()) {
            throw new Untranslatable(match);
        }
        return new Said(flag, prefix.group(1).replace("\\", ""));
    }

    private static String network(IpPrefix prefix) {
        return prefix.length() == prefix.address().bits() ? prefix.address().toString() : prefix.toString();
    }

    private void appendTo(StringBuilder line, String before) {
        flags.forEach((flag, values) -> {
            if (!isNamespaceOfAPod(flag)) {
                values.forEach(value -> line.append(before)
                        .append(" --")
                        .append(flag)
                        .append(' ')
                        .append(Translation.shell(PODS.contains(flag) ? qualified(flag, value) : value)));
            }
        });
    }

    /** A pod's namespace stands before its name. */
    private boolean isNamespaceOfAPod(String flag) {
        return flag.endsWith("namespace")
                && flags.containsKey(flag.replace("namespace", "pod"))
                && Objects.requireNonNull(flags.get(flag)).size() == 1;
    }

    private String qualified(String flag, String prefix) {
        @Nullable List<String> namespaces = flags.get(flag.replace("pod", "namespace"));
        return namespaces == null
                ? "/" + prefix
                : namespaces.size() == 1 ? namespaces.getFirst() + "/" + prefix : prefix;
    }
}
