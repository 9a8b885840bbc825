package dev.weir.rest;

import dev.weir.access.CurrentAccess;
import dev.weir.change.ChangeSet;
import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.ObjectQuery;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.Finding;
import dev.weir.document.PolicyFile;
import dev.weir.document.PolicyFile.Entry;
import dev.weir.document.Position;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.visible.VisibleChanges;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Many policies at once, as a file. */
@RestController
@Tag(name = "Changes")
final class ApplyController {
    private static final String ALL_OR_NONE = "atomic";

    private final VisibleChanges changes;
    private final KubernetesObjects objects;
    private final CurrentAccess caller;

    ApplyController(VisibleChanges changes, KubernetesObjects objects, CurrentAccess caller) {
        this.changes = changes;
        this.objects = objects;
        this.caller = caller;
    }

    /** On what terms. */
    @ParameterObject
    record Wanted(
            @Parameter(description = "All: validate every policy, store nothing") @Nullable
            String dryRun,

            @Parameter(description = "atomic (default): all or none; bestEffort: each for itself") @Nullable
            String mode,

            @Parameter(
                    description =
                            "A label selector: policies that match it in the namespaces of the file and are not in it are deleted",
                    example = "app.kubernetes.io/part-of=shop")
            @Nullable
            String prune,

            @Parameter(description = "Kept in the history") @Nullable
            String reason,

            @Parameter(
                    description = "The change is taken back after this unless it is confirmed; 10 seconds to 24 hours",
                    example = "PT10M")
            @Nullable
            Duration confirmWithin,

            @Parameter(
                    description =
                            "Until it is confirmed: taken back when more packets than these are denied between workloads that could talk before")
            @Nullable
            Long newDenies) {

        Terms terms(String author) {
            String how = mode == null ? ALL_OR_NONE : mode;
            if (!Set.of(ALL_OR_NONE, "bestEffort").contains(how)) {
                throw ProblemException.badParameter("mode", "is atomic or bestEffort.");
            }
            return new Terms(
                    author,
                    reason == null ? "" : reason,
                    how.equals(ALL_OR_NONE),
                    confirmWithin,
                    newDenies == null ? 0 : newDenies);
        }

        boolean isDryRun() {
            if (dryRun != null && !dryRun.equals("All")) {
                throw ProblemException.badParameter("dryRun", "is All, or left out.");
            }
            return dryRun != null;
        }
    }

    /**
     * What became of the file.
     *
     * @param change under which it is kept; absent for a dry run
     * @param breaks expectations that would break; only for a dry run, which is not refused for it
     */
    record Applied(
            @Nullable ChangeAnswer change,
            List<Item> items,
            @Nullable List<BrokenExpectations.WouldBreak> breaks) {}

    /**
     * One policy of the file, or one that was pruned.
     *
     * @param document its place in the file, from 0; absent for one that was pruned
     * @param result created, configured, unchanged, deleted, failed; with dryRun pending for what would be written
     */
    record Item(
            @Nullable Integer document,
            @Nullable Integer line,
            String namespace,
            String name,
            String result,
            @Nullable String problem) {}

    @PostMapping(
            path = "/api/v1/apply",
            consumes = {MediaType.APPLICATION_YAML_VALUE, MediaType.APPLICATION_JSON_VALUE})
    @Operation(
            summary = "Apply a file of NetworkPolicies",
            description =
                    "YAML documents one after the other, or a List. With mode=atomic anything invalid answers 422, with the line of"
                            + " each fault, and nothing is written; a failure while writing takes back what was written. What would break an expectation"
                            + " answers 409 unless the header Weir-Override (or the parameter override) says why it should.")
    Applied apply(@RequestBody String file, Wanted wanted) {
        Terms terms = wanted.terms(caller.get().name());
        List<Entry> entries = PolicyFile.read(file).entries();
        refuse(entries.stream().flatMap(entry -> entry.findings().stream()).toList());
        List<Edit> edits = edits(entries, wanted.prune());
        if (wanted.isDryRun()) {
            List<Step> plan = changes.plan(edits);
            refuse(terms.atomic() ? faults(plan, entries) : List.of());
            return new Applied(null, items(plan, entries), BrokenExpectations.of(changes.breaches(plan)));
        }
        ChangeSet set = written(edits, terms, entries);
        refuse(set.state() == ChangeSet.State.FAILED ? faults(set.steps(), entries) : List.of());
        return new Applied(ChangeAnswer.of(set), items(set.steps(), entries), null);
    }

    private ChangeSet written(List<Edit> edits, Terms terms, List<Entry> entries) {
        try {
            return changes.apply(edits, terms);
        } catch (ExpectationsBrokenException broken) {
            throw BrokenExpectations.at(broken, entries);
        }
    }

    private static void refuse(List<Finding> findings) {
        if (!findings.isEmpty()) {
            throw new ProblemException(Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-object",
                            "The file is not valid, and nothing was written",
                            findings.size() == 1
                                    ? findings.getFirst().message()
                                    : findings.size() + " things are wrong with it.")
                    .withErrors(findings));
        }
    }

    private List<Edit> edits(List<Entry> entries, @Nullable String prune) {
        List<Edit> edits = new ArrayList<>();
        Set<PolicyRef> named = new TreeSet<>();
        Set<String> namespaces = new TreeSet<>();
        for (Entry entry : entries) {
            PolicyRef policy = entry.policy();
            if (policy != null) {
                edits.add(new Edit(policy, entry.object()));
                named.add(policy);
                namespaces.add(policy.namespace());
            }
        }
        if (prune != null && !prune.isBlank()) {
            namespaces.forEach(namespace -> pruned(namespace, prune).stream()
                    .filter(policy -> !named.contains(policy))
                    .forEach(policy -> edits.add(new Edit(policy, null))));
        }
        return edits;
    }

    private List<PolicyRef> pruned(String namespace, String selector) {
        return objects.list(ObjectKind.NETWORK_POLICY, new ObjectQuery(namespace, selector, "", 0, "")).items().stream()
                .map(object -> new PolicyRef(namespace, ObjectAnswers.metadata(object, "name")))
                .toList();
    }

    /** At the lines where the author wrote them. */
    private static List<Finding> faults(List<Step> steps, List<Entry> entries) {
        List<Finding> faults = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.result() == Step.Result.FAILED) {
                Position position = i < entries.size() ? entries.get(i).origin().position(step.field()) : null;
                faults.add(new Finding(step.field(), step.policy() + ": " + step.note(), "invalid-object", position));
            }
        }
        return faults;
    }

    /** Steps are in the order of the file, then those that are pruned. */
    private static List<Item> items(List<Step> steps, List<Entry> entries) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Entry entry = i < entries.size() ? entries.get(i) : null;
            items.add(new Item(
                    entry == null ? null : entry.document(),
                    entry == null ? null : entry.line(),
                    step.namespace(),
                    step.name(),
                    step.result().name().toLowerCase(Locale.ROOT),
                    step.note().isEmpty() ? null : step.note()));
        }
        return items;
    }
}
