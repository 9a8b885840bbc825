package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.audit.Occasion;
import dev.weir.change.ChangeSet;
import dev.weir.change.ChangeSets;
import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.expectation.Overriding;
import dev.weir.simulation.PolicyEdits;
import dev.weir.visible.VisibleExpectations.Breaches;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Change sets that concern a namespace of the reader, without what they did in others; to end one needs the role editor in all of them. */
public final class VisibleChanges {
    public static final int MOST_POLICIES = ChangeSets.MOST_POLICIES;

    private final ChangeSets changes;
    private final KubernetesObjects objects;
    private final VisibleExpectations expectations;
    private final CurrentAccess reader;

    /** @param objects with the rights of whoever asks */
    public VisibleChanges(
            ChangeSets changes, KubernetesObjects objects, VisibleExpectations expectations, CurrentAccess reader) {
        this.changes = changes;
        this.objects = objects;
        this.expectations = expectations;
        this.reader = reader;
    }

    /** Newest first. */
    public List<ChangeSet> list() {
        Access access = reader.get();
        return changes.list().stream()
                .map(set -> seen(set, access))
                .filter(set -> !set.steps().isEmpty())
                .toList();
    }

    public Optional<ChangeSet> find(String id) {
        Access access = reader.get();
        return changes.find(id)
                .map(set -> seen(set, access))
                .filter(set -> !set.steps().isEmpty());
    }

    private static ChangeSet seen(ChangeSet set, Access access) {
        return set.within(access::mayRead);
    }

    /** See {@link ChangeSets#plan}. */
    public List<Step> plan(List<Edit> edits) {
        return changes.plan(edits, objects);
    }

    /** What all of them together would break. */
    public Breaches breaches(List<Step> plan) {
        return expectations.breaches(together(plan)::in);
    }

    /** See {@link ChangeSets#apply}; throws {@link dev.weir.expectation.ExpectationsBrokenException} for what all of them together would break. */
    public ChangeSet apply(List<Edit> edits, Terms terms) {
        if (expectations.isOpen() || edits.size() > MOST_POLICIES) {
            return changes.apply(edits, terms, objects);
        }
        List<Step> plan = plan(edits);
        boolean written = !terms.atomic() || plan.stream().noneMatch(step -> step.result() == Step.Result.FAILED);
        Optional<Overriding> overriding = written ? demandKept(plan) : Optional.empty();
        ChangeSet set = overriding
                .map(one -> Occasion.also("", one.inHistory())
                        .during(() -> changes.apply(edits, overriding(terms, one), objects)))
                .orElseGet(() -> changes.apply(edits, terms, objects));
        overriding.filter(one -> set.state() != ChangeSet.State.FAILED).ifPresent(expectations::record);
        return set;
    }

    private Optional<Overriding> demandKept(List<Step> plan) {
        Set<String> namespaces = new TreeSet<>();
        plan.forEach(step -> namespaces.add(step.namespace()));
        String what = "a change set of " + plan.size() + (plan.size() == 1 ? " policy" : " policies");
        return expectations.demandKept(together(plan)::in, what, namespaces);
    }

    private static Terms overriding(Terms terms, Overriding overriding) {
        return terms.overriding(overriding.broken().stream()
                .map(broken -> broken + ": " + overriding.reason())
                .toList());
    }

    /** The union is what counts, not each for itself. What the API server refuses is not in it. */
    public static PolicyEdits together(List<Step> plan) {
        PolicyEdits edits = new PolicyEdits();
        for (Step step : plan) {
            Map<String, Object> after = step.after();
            if (step.result() == Step.Result.FAILED) {
                continue;
            }
            if (after == null) {
                edits.delete(step.policy());
            } else {
                edits.apply(ExpectedObjects.policy(after));
            }
        }
        return edits;
    }

    /** See {@link ChangeSets#confirm}; empty when there is no such set. */
    public Optional<ChangeSet> confirm(String id) {
        return changeable(id).map(set -> changes.confirm(id));
    }

    /** See {@link ChangeSets#revert}; empty when there is no such set. */
    public Optional<ChangeSet> revert(String id, String why) {
        return changeable(id).map(set -> changes.revert(id, why));
    }

    private Optional<ChangeSet> changeable(String id) {
        Access access = reader.get();
        Optional<ChangeSet> set = find(id);
        set.flatMap(seen -> changes.find(id))
                .ifPresent(whole -> whole.namespaces().forEach(namespace -> access.demand(Role.EDITOR, namespace)));
        return set;
    }
}
