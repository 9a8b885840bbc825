package dev.weir.document;

import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** NetworkPolicies as people and programs write them: blocks and brackets, quotes, comments, both line ends, and fields that nobody knows. */
public final class RandomYaml {
    private static final List<String> WORDS = List.of("web", "cart", "on", "8", "a b", "it's", "x: y", "#no", "ü", "");
    private final Random random;
    private final String newline;
    private final boolean indentedLists;
    private final int indent;

    public RandomYaml(Random random) {
        this.random = random;
        newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
        indentedLists = random.nextBoolean();
        indent = 2 + random.nextInt(3);
    }

    public Map<String, Object> policy() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("apiVersion", "networking.k8s.io/v1");
        policy.put("kind", "NetworkPolicy");
        Map<String, Object> metadata = object("name", "p" + random.nextInt(9), "namespace", "shop");
        if (random.nextBoolean()) {
            metadata.put("annotations", object("note", word(), "policy.network.gke.io/enable-logging", "true"));
        }
        policy.put("metadata", metadata);
        Map<String, Object> spec = object("podSelector", selector());
        if (random.nextBoolean()) {
            spec.put("policyTypes", new ArrayList<>(List.of("Ingress", "Egress").subList(0, 1 + random.nextInt(2))));
        }
        if (random.nextInt(4) > 0) {
            spec.put("ingress", rules("from"));
        }
        if (random.nextInt(3) == 0) {
            spec.put("egress", rules("to"));
        }
        if (random.nextInt(5) == 0) {
            spec.put("future", object("x", List.of(1, object("y", word()))));
        }
        policy.put("spec", spec);
        return policy;
    }

    private List<Object> rules(String peers) {
        List<Object> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, Object> rule = new LinkedHashMap<>();
            if (random.nextInt(4) > 0) {
                rule.put(peers, some(3, this::peer));
            }
            if (random.nextInt(4) > 0) {
                rule.put("ports", some(3, this::port));
            }
            if (random.nextInt(8) == 0) {
                rule.put("unknown", word());
            }
            rules.add(rule);
        }
        return rules;
    }

    private List<Object> some(int most, java.util.function.Supplier<Object> one) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(one.get());
        }
        return list;
    }

    private Object peer() {
        return switch (random.nextInt(5)) {
            case 0 -> object("podSelector", selector());
            case 1 -> object("namespaceSelector", selector());
            case 2 -> object("namespaceSelector", selector(), "podSelector", selector());
            case 3 ->
                object("ipBlock", object("cidr", "10.0.0.0/8", "except", new ArrayList<>(List.of("10.1.0.0/16"))));
            default -> object("ipBlock", object("cidr", "2001:db8::/32"));
        };
    }

    private Object port() {
        return switch (random.nextInt(4)) {
            case 0 -> object("port", 80 + random.nextInt(9));
            case 1 -> object("protocol", "UDP", "port", 53);
            case 2 -> object("port", "http");
            default -> object("port", 8000, "endPort", 8100);
        };
    }

    private Map<String, Object> selector() {
        Map<String, Object> selector = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            selector.put(
                    "matchLabels", object("app", List.of("web", "cart", "db").get(random.nextInt(3))));
        }
        if (random.nextInt(3) == 0) {
            selector.put(
                    "matchExpressions",
                    new ArrayList<>(List.of(
                            object("key", "tier", "operator", "NotIn", "values", new ArrayList<>(List.of("a", "b"))))));
        }
        return selector;
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    /** Somewhere in the object. */
    TreeEdit edit(Map<String, Object> object) {
        List<FieldPath> places = new ArrayList<>();
        List<FieldPath> lists = new ArrayList<>();
        List<FieldPath> objects = new ArrayList<>();
        collect(FieldPath.ROOT, object, places, lists, objects);
        return switch (random.nextInt(5)) {
            case 0 -> new Remove(places.get(random.nextInt(places.size())));
            case 1, 2 ->
                lists.isEmpty()
                        ? new Put(FieldPath.of("spec", "ingress"), List.of(object("from", List.of(peer()))))
                        : new Add(
                                lists.get(random.nextInt(lists.size())),
                                random.nextBoolean() ? peer() : object("ports", List.of(port())));
            case 3 ->
                new Put(
                        objects.get(random.nextInt(objects.size())).field("new"),
                        random.nextBoolean() ? word() : selector());
            default -> new Put(places.get(random.nextInt(places.size())), random.nextBoolean() ? word() : peer());
        };
    }

    private static void collect(
            FieldPath path, Object value, List<FieldPath> places, List<FieldPath> lists, List<FieldPath> objects) {
        if (!path.isRoot()) {
            places.add(path);
        }
        if (value instanceof Map<?, ?> map) {
            objects.add(path);
            map.forEach((key, entry) -> collect(path.field(String.valueOf(key)), entry, places, lists, objects));
        } else if (value instanceof List<?> list) {
            lists.add(path);
            for (int i = 0; i < list.size(); i++) {
                collect(path.item(i), list.get(i), places, lists, objects);
            }
        }
    }

    public String write(Map<String, Object> object) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "---\n# a policy\n" : "");
        fields(text, object, 0);
        String result = text.toString();
        if (random.nextInt(8) == 0) {
            result = result.stripTrailing();
        }
        return result.replace("\n", newline);
    }

    private void fields(StringBuilder text, Map<?, ?> object, int column) {
        boolean first = true;
        for (Map.Entry<?, ?> field : object.entrySet()) {
            if (!first) {
                text.append(" ".repeat(column));
            }
            first = false;
            text.append(field.getKey()).append(':');
            value(text, field.getValue(), column);
        }
    }

    private void value(StringBuilder text, Object value, int column) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(4) > 0) {
            comment(text);
            text.append('\n').append(" ".repeat(column + indent));
            fields(text, map, column + indent);
        } else if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(4) > 0) {
            comment(text);
            text.append('\n');
            int inner = indentedLists ? column + indent : column;
            for (Object item : list) {
                if (random.nextInt(6) == 0) {
                    text.append(" ".repeat(inner)).append("# about this\n");
                }
                text.append(" ".repeat(inner)).append('-');
                item(text, item, inner);
            }
        } else {
            text.append(' ').append(flow(value));
            comment(text);
            text.append('\n');
        }
    }

    private void item(StringBuilder text, Object item, int column) {
        if (item instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(4) > 0) {
            text.append(' ');
            fields(text, map, column + 2);
        } else {
            text.append(' ').append(flow(item));
            comment(text);
            text.append('\n');
        }
    }

    private void comment(StringBuilder text) {
        if (random.nextInt(5) == 0) {
            text.append("  # why: it's so {");
        }
    }

    private String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<String> fields = new ArrayList<>();
                map.forEach((key, entry) -> fields.add(flow(key) + ": " + flow(entry)));
                yield "{" + String.join(", ", fields) + "}";
            }
            case List<?> list ->
                "[" + String.join(",", list.stream().map(this::flow).toList())
                        + (list.isEmpty() || random.nextBoolean() ? "]" : " ]");
            case String string -> string(string);
            default -> value.toString();
        };
    }

    private String string(String value) {
        return switch (random.nextInt(3)) {
            case 0 -> "'" + value.replace("'", "''") + "'";
            case 1 -> '"' + value + '"';
            default -> YamlLayout.inline(value);
        };
    }
}
