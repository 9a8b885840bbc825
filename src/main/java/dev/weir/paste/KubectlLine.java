package dev.weir.paste;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.filter.CommandFlags;
import dev.weir.flow.filter.CommandFlags.Flag;
import dev.weir.flow.filter.CommandFlags.Known;
import dev.weir.flow.filter.CommandFlags.Parsed;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.PastedTimes;
import dev.weir.flow.filter.ShellWords;
import dev.weir.flow.filter.ShellWords.Word;
import dev.weir.paste.Pasted.Place;
import dev.weir.paste.Pasted.Question;
import dev.weir.paste.Pasted.Several;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pasted line of kubectl: about which thing it is, and so which page. Nothing of it is run. */
final class KubectlLine {
    private static final Pattern START = Pattern.compile("\\s*(?:\\$\\s+)?(?:sudo\\s+)?(?:kubectl|oc)\\s");
    private static final Pattern GLUED = Pattern.compile("-([nol])([^-=].*)");
    private static final Map<String, String> SHORT = Map.of(
            "n",
            "namespace",
            "A",
            "all-namespaces",
            "o",
            "output",
            "l",
            "selector",
            "c",
            "container",
            "w",
            "watch",
            "p",
            "previous",
            "R",
            "recursive");
    private static final Set<String> SWITCHES = Set.of(
            "all-namespaces",
            "watch",
            "previous",
            "recursive",
            "it",
            "i",
            "t",
            "stdin",
            "tty",
            "overwrite",
            "timestamps",
            "prefix",
            "all-containers",
            "show-labels",
            "no-headers",
            "ignore-not-found",
            "server-side",
            "force",
            "force-conflicts",
            "wait",
            "now",
            "all");
    private static final String UNDERSTOOD =
            "Understood are get, describe, edit, delete and annotate of network policies, namespaces, pods, workloads and nodes; logs, exec, and apply -f.";

    private final String text;
    private final Names names;
    private final List<Word> words;
    private final Parsed parsed;

    private KubectlLine(String text, Names names, List<Word> words, Parsed parsed) {
        this.text = text;
        this.names = names;
        this.words = words;
        this.parsed = parsed;
    }

    static boolean isOne(String text) {
        return START.matcher(text).lookingAt();
    }

    static Pasted read(String text, Names names) {
        List<Word> words = words(text);
        boolean logs = words.stream().anyMatch(word -> word.text().equals("logs"));
        Map<String, String> shortNames = new HashMap<>(SHORT);
        shortNames.put("f", logs ? "follow" : "filename");
        Set<String> switches = new HashSet<>(SWITCHES);
        if (logs) {
            switches.add("follow");
        }
        Parsed parsed = CommandFlags.read(text, words, new Known(shortNames, switches));
        return new KubectlLine(text, names, parsed.rest(), parsed).place();
    }

    /** What follows the command's name, up to what is run inside a pod or by another command. */
    private static List<Word> words(String text) {
        Matcher start = START.matcher(text);
        int begin = start.lookingAt() ? start.end() : 0;
        List<Word> words = new ArrayList<>();
        for (Word word : ShellWords.of(text)) {
            if (Set.of("--", "|", ">", ";", "&&").contains(word.text())) {
                break;
            }
            Matcher glued = GLUED.matcher(word.text());
            if (word.offset() < begin) {
                continue;
            }
            if (glued.matches()) {
                words.add(new Word("-" + glued.group(1), word.offset()));
                words.add(new Word(glued.group(2), word.offset() + 2));
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private Pasted place() {
        String verb = words.isEmpty() ? "" : words.getFirst().text();
        return switch (verb) {
            case "get", "describe", "edit", "delete", "annotate", "label", "patch" -> of(verb, target(""));
            case "logs" -> records(target("pod"));
            case "exec", "port-forward", "attach", "debug" -> records(target("pod"));
            case "apply", "create", "replace", "diff" -> documents(verb);
            default ->
                throw error(
                        words.isEmpty() ? 0 : words.getFirst().offset(),
                        verb.isEmpty()
                                ? "This kubectl has no verb."
                                : "kubectl " + verb + " is about nothing that is shown here.",
                        UNDERSTOOD);
        };
    }

    /**
     * What a line is about.
     *
     * @param type the plain word, such as {@code networkpolicy}
     * @param name empty for all of them
     */
    private record Target(ResourceType type, String name, int offset) {}

    /** {@code TYPE}, {@code TYPE NAME} or {@code TYPE/NAME}; for logs and the like a name alone is a pod's. */
    private Target target(String standard) {
        if (words.size() < 2) {
            throw error(text.length(), "This line names nothing.", UNDERSTOOD);
        }
        Word first = words.get(1);
        int slash = first.text().indexOf('/');
        if (slash >= 0) {
            return new Target(
                    type(first, first.text().substring(0, slash)),
                    name(first.text().substring(slash + 1), first.offset() + slash + 1),
                    first.offset() + slash + 1);
        }
        if (!standard.isEmpty()) {
            return new Target(ResourceType.POD, name(first.text(), first.offset()), first.offset());
        }
        ResourceType type = type(first, first.text());
        return words.size() == 2
                ? new Target(type, "", first.offset())
                : new Target(
                        type,
                        name(words.get(2).text(), words.get(2).offset()),
                        words.get(2).offset());
    }

    private ResourceType type(Word word, String written) {
        return ResourceType.of(written)
                .orElseThrow(() -> error(word.offset(), "\"" + written + "\" is not shown here.", UNDERSTOOD));
    }

    private String name(String name, int offset) {
        if (!PasteReader.NAME.matcher(name).matches()) {
            throw error(offset, "\"" + name + "\" is not a name.", "Write one as Kubernetes does: web-in.");
        }
        return name;
    }

    private String namespace() {
        String namespace = CommandFlags.last(parsed, "namespace", Flag::value);
        return namespace.isEmpty() ? "" : name(namespace, text.indexOf(namespace));
    }

    private Pasted of(String verb, Target target) {
        return switch (target.type()) {
            case POLICY -> policy(verb, target);
            case NAMESPACE -> target.name().isEmpty() ? Places.page("/", "kubectl get namespaces") : namespace(target);
            case NODE -> target.name().isEmpty() ? Places.page("/nodes", "kubectl get nodes") : node(target);
            case LOGGING -> Places.page("/logging", "kubectl get networklogging default -o yaml");
            default -> target.name().isEmpty() ? workloads() : records(target);
        };
    }

    private Pasted policy(String verb, Target target) {
        String namespace = namespace();
        if (target.name().isEmpty()) {
            return namespace.isEmpty()
                    ? Places.page("/policies", "kubectl get networkpolicies -A")
                    : Places.page("/policies?ns=" + namespace, "kubectl get networkpolicies -n " + namespace);
        }
        String part = verb.equals("edit") || verb.equals("delete") ? "/" + verb : "";
        List<Place> found = (namespace.isEmpty()
                        ? names.policies(target.name())
                        : List.of(new PolicyRef(namespace, target.name())).stream()
                                .filter(names::hasPolicy)
                                .toList())
                .stream().map(ref -> Places.policy(ref, part)).toList();
        if (found.isEmpty()) {
            throw missing(target, "NetworkPolicy", "/policies lists those that there are.");
        }
        return found.size() == 1 ? found.getFirst() : new Several(target.name(), found);
    }

    private Pasted namespace(Target target) {
        if (!names.hasNamespace(target.name())) {
            throw missing(target, "namespace", "The summary lists those that there are.");
        }
        return Places.namespace(target.name());
    }

    private Pasted node(Target target) {
        if (!names.hasNode(target.name())) {
            throw missing(target, "node", "/nodes lists those that there are.");
        }
        return Places.node(target.name());
    }

    private Pasted workloads() {
        String namespace = namespace();
        return namespace.isEmpty()
                ? Places.page("/", "kubectl get pods -A")
                : Places.page("/ns/" + namespace + "?tab=workloads", "kubectl get pods -n " + namespace);
    }

    /** Of a pod or workload, also of one that is gone: its records are not. Without a namespace the cluster says where it is. */
    private Pasted records(Target target) {
        Workload workload = new Workload(target.type().kind(), target.name());
        boolean pod = target.type() == ResourceType.POD;
        if (!pod && target.type().kind().isEmpty()) {
            throw error(target.offset(), "Only pods and workloads have logs.", UNDERSTOOD);
        }
        PodRef ref = new PodRef(namespace(), target.name());
        PastedQuery records = Places.records(
                ref.namespace(), pod ? "pod_name=" + Places.quoted(target.name()) : Places.workloadIs(workload));
        return new Question(new PastedQuery(records.language(), records.filter(), since(), "", 0, false, follows()));
    }

    private boolean follows() {
        return parsed.flags().stream().anyMatch(flag -> flag.name().equals("follow"));
    }

    private String since() {
        String since = CommandFlags.last(parsed, "since", flag -> PastedTimes.hubble(text, flag));
        return since.isEmpty()
                ? CommandFlags.last(parsed, "since-time", flag -> PastedTimes.hubble(text, flag))
                : since;
    }

    private Pasted documents(String verb) {
        if (parsed.flags().stream().noneMatch(flag -> flag.name().equals("filename"))) {
            throw error(
                    words.getFirst().offset(),
                    "kubectl " + verb + " without -f is about nothing that is shown here.",
                    UNDERSTOOD);
        }
        return Places.page("/changes/new", "kubectl " + verb + " -f FILE");
    }

    private FilterSyntaxException missing(Target target, String kind, String remedy) {
        String where = namespace().isEmpty() ? "" : " in " + namespace();
        return error(
                target.offset(),
                "There is no " + kind + " " + target.name() + where + ", or you may not see it.",
                remedy);
    }

    private FilterSyntaxException error(int offset, String problem, String remedy) {
        return new FilterSyntaxException(text, offset, problem, remedy);
    }
}
