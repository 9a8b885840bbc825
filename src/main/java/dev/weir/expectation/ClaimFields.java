package dev.weir.expectation;

import dev.weir.cluster.PolicyTree;
import dev.weir.expectation.Claim.Port;
import dev.weir.expectation.ClaimReader.Word;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A claim as programs and YAML have it: either a sentence, or the same in fields.
 *
 * @param expect the sentence; null when it is given as fields
 * @param port null = anything at all
 * @param endPort the last one of a range
 * @param protocol null = TCP
 */
public record ClaimFields(
        @Nullable String expect,
        @Nullable ClaimEnd from,
        @Nullable Boolean may,
        @Nullable ClaimEnd to,
        @Nullable Integer port,
        @Nullable Integer endPort,
        @Nullable String protocol) {
    private static final Set<String> NAMES = Set.of("expect", "from", "may", "to", "port", "endPort", "protocol");
    private static final Set<String> END_NAMES = Set.of("who", "namespace", "workload", "labels", "cidr");

    /**
     * Who is meant: one of {@code who}, {@code cidr}, or pods of a namespace.
     *
     * @param who {@code anyone}, {@code any pod} or {@code the internet}
     * @param namespace null = that of the expectation
     * @param workload null = all pods with the labels
     */
    public record ClaimEnd(
            @Nullable String who,
            @Nullable String namespace,
            @Nullable String workload,
            @Nullable Map<String, String> labels,
            @Nullable String cidr) {
        static final ClaimEnd NOBODY = new ClaimEnd(null, null, null, null, null);

        static ClaimEnd of(Who one) {
            return switch (one) {
                case Who.Workload workload -> new ClaimEnd(null, workload.namespace(), workload.name(), null, null);
                case Who.Labelled labelled ->
                    new ClaimEnd(
                            null,
                            labelled.namespace(),
                            null,
                            labelled.labels().isEmpty() ? null : labelled.labels(),
                            null);
                case Who.Addresses addresses ->
                    new ClaimEnd(null, null, null, null, addresses.range().toString());
                case Who.AnyPod any -> new ClaimEnd("any pod", null, null, null, null);
                case Who.Internet internet -> new ClaimEnd("the internet", null, null, null, null);
                case Who.Anyone anyone -> new ClaimEnd("anyone", null, null, null, null);
            };
        }

        Who who(String field, String ownNamespace) {
            boolean pods = namespace != null || workload != null || labels != null;
            int said = (who == null ? 0 : 1) + (cidr == null ? 0 : 1) + (pods ? 1 : 0);
            if (said != 1 || workload != null && labels != null) {
                throw ClaimException.in(
                        field,
                        field
                                + " is one of who, cidr, or a namespace with a workload or with labels, and nothing beside.");
            }
            String text = who != null ? who : cidr != null ? cidr : pods(ownNamespace);
            try {
                List<Word> words = who == null ? List.of(new Word(text, 1)) : words(text);
                Who read = new WhoReader(ownNamespace).read(words);
                boolean pod = read instanceof Who.Workload || read instanceof Who.Labelled;
                if (pod != pods || read instanceof Who.Addresses != (cidr != null)) {
                    throw new ClaimException(
                            1,
                            "“" + text
                                    + "” is not one of anyone, any pod and the internet, and no range of addresses.");
                }
                return read;
            } catch (ClaimException wrong) {
                throw ClaimException.in(field, wrong.problem());
            }
        }

        private static List<Word> words(String text) {
            return Arrays.stream(text.strip().split("\\s+"))
                    .map(word -> new Word(word, 1))
                    .toList();
        }

        private String pods(String ownNamespace) {
            String space = (namespace == null ? ownNamespace : namespace) + "/";
            if (workload != null) {
                return space + workload;
            }
            Map<String, String> pairs = labels == null ? Map.of() : labels;
            return space
                    + (pairs.isEmpty()
                            ? "*"
                            : pairs.entrySet().stream()
                                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                                    .collect(Collectors.joining(",")));
        }
    }

    public static ClaimFields of(Claim claim, String namespace) {
        Port port = claim.port();
        Integer first = port == null ? null : Integer.valueOf(port.range().first());
        Integer last = port == null ? null : Integer.valueOf(port.range().last());
        return new ClaimFields(
                claim.in(namespace),
                ClaimEnd.of(claim.from()),
                claim.may(),
                ClaimEnd.of(claim.to()),
                first,
                Objects.equals(first, last) ? null : last,
                port == null ? null : port.protocol().toString());
    }

    /** Throws {@link ClaimException}. When both a sentence and fields are given, they must say the same: an answer may be sent back as it is. */
    public Claim claim(String namespace) {
        boolean fields = from != null || to != null || may != null || port != null || protocol != null;
        if (expect == null && !fields) {
            throw ClaimException.in("expect", "Say what is expected, such as “web may reach cart:8080”.");
        }
        Claim said = expect == null ? null : Claim.parse(expect, namespace);
        if (said != null && !fields) {
            return said;
        }
        Claim given = given(namespace);
        if (said != null && !said.equals(given)) {
            throw ClaimException.in("expect", "The sentence and the fields say different things; send one of them.");
        }
        return given;
    }

    private Claim given(String namespace) {
        if (may == null) {
            throw ClaimException.in("may", "may is true or false.");
        }
        Who source = (from == null ? ClaimEnd.NOBODY : from).who("from", namespace);
        Who target = (to == null ? ClaimEnd.NOBODY : to).who("to", namespace);
        return new Claim(source, may, target, wish());
    }

    private @Nullable Port wish() {
        if (port == null) {
            if (endPort != null || protocol != null) {
                throw ClaimException.in("port", "A protocol or an endPort needs a port.");
            }
            return null;
        }
        String last = endPort == null ? "" : "-" + endPort;
        String how = protocol == null ? "" : "/" + protocol;
        try {
            return PortReader.read(new Word(port + last + how, 1));
        } catch (ClaimException wrong) {
            throw ClaimException.in("port", wrong.problem());
        }
    }

    /** From the {@code spec} of a document. */
    static ClaimFields read(Map<String, Object> spec) {
        known(spec, "", NAMES);
        return new ClaimFields(
                text(spec, "expect"),
                end(spec, "from"),
                flag(spec.get("may")),
                end(spec, "to"),
                number(spec, "port"),
                number(spec, "endPort"),
                text(spec, "protocol"));
    }

    private static void known(Map<String, Object> tree, String at, Set<String> names) {
        for (String name : tree.keySet()) {
            if (!names.contains(name)) {
                throw ClaimException.in(at + name, "There is no field " + name + ".");
            }
        }
    }

    private static @Nullable ClaimEnd end(Map<String, Object> spec, String name) {
        if (!(spec.get(name) instanceof Map<?, ?>)) {
            if (spec.get(name) != null) {
                throw ClaimException.in(name, name + " is an object.");
            }
            return null;
        }
        Map<String, Object> end = PolicyTree.map(spec.get(name));
        known(end, name + ".", END_NAMES);
        Map<String, String> labels = null;
        if (end.get("labels") != null) {
            labels = new LinkedHashMap<>();
            for (Map.Entry<String, Object> label :
                    PolicyTree.map(end.get("labels")).entrySet()) {
                labels.put(label.getKey(), String.valueOf(label.getValue()));
            }
        }
        return new ClaimEnd(text(end, "who"), text(end, "namespace"), text(end, "workload"), labels, text(end, "cidr"));
    }

    private static @Nullable String text(Map<String, Object> tree, String name) {
        Object value = tree.get(name);
        return value == null ? null : value.toString();
    }

    private static @Nullable Integer number(Map<String, Object> tree, String name) {
        Object value = tree.get(name);
        if (value != null && !(value instanceof Integer)) {
            throw ClaimException.in(name, name + " is a number.");
        }
        return (Integer) value;
    }

    private static @Nullable Boolean flag(@Nullable Object value) {
        if (value != null && !(value instanceof Boolean)) {
            throw ClaimException.in("may", "may is true or false.");
        }
        return (Boolean) value;
    }
}
