package dev.weir.paste;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.PastedQuery.Language;
import dev.weir.paste.Pasted.Kind;
import dev.weir.paste.Pasted.Place;
import dev.weir.paste.Pasted.Question;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The page of a thing. Pods and workloads have none of their own: what there is to tell about them is their records. */
final class Places {
    private Places() {}

    /** @param part empty, {@code /edit} or {@code /delete} */
    static Place policy(PolicyRef ref, String part) {
        String verb = part.isEmpty() ? "get" : part.substring(1);
        return new Place(
                Kind.POLICY,
                ref.toString(),
                "/ns/" + segment(ref.namespace()) + "/policies/" + segment(ref.name()) + part,
                "kubectl " + verb + " networkpolicy -n " + ref.namespace() + " " + ref.name()
                        + (part.isEmpty() ? " -o yaml" : ""));
    }

    static Place namespace(String name) {
        return new Place(Kind.NAMESPACE, name, "/ns/" + segment(name), "kubectl get namespace " + name + " -o yaml");
    }

    static Place node(String name) {
        return new Place(Kind.NODE, name, "/nodes/" + segment(name), "kubectl get node " + name + " -o yaml");
    }

    static Place pod(PodRef ref) {
        return new Place(
                Kind.POD,
                ref.toString(),
                new Question(records(ref.namespace(), "pod_name=" + quoted(ref.name()))).page(),
                "kubectl get pod -n " + ref.namespace() + " " + ref.name() + " -o yaml");
    }

    static Place workload(String namespace, Workload workload) {
        return new Place(
                Kind.WORKLOAD,
                namespace + "/" + workload.name(),
                new Question(records(namespace, workloadIs(workload))).page(),
                "kubectl get " + workload.kind().toLowerCase(Locale.ROOT) + " -n " + namespace + " " + workload.name()
                        + " -o yaml");
    }

    static String workloadIs(Workload workload) {
        return "workload_kind=" + quoted(workload.kind()) + " AND %s.workload_name=" + quoted(workload.name());
    }

    /**
     * Records with such an end.
     *
     * @param namespace empty = in any
     * @param end what holds of it, without the side's name; further clauses have {@code %s} for it
     */
    static PastedQuery records(String namespace, String end) {
        String where = namespace.isEmpty() ? "" : "%s.namespace=" + quoted(namespace) + " AND ";
        String clause = where + "%s." + end;
        String filter = "(" + clause.replace("%s", "src") + ") OR (" + clause.replace("%s", "dest") + ")";
        return new PastedQuery(Language.KUBECTL, filter, "", "", 0, false, false);
    }

    static Place page(String address, String kubectl) {
        return new Place(Kind.PAGE, address, address, kubectl);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
