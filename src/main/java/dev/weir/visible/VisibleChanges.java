package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.change.ChangeSet;
import dev.weir.change.ChangeSets;
import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.cluster.KubernetesObjects;
import java.util.List;
import java.util.Optional;

/** Change sets that concern a namespace of the reader, without what they did in others; to end one needs the role editor in all of them. */
public final class VisibleChanges {
    public static final int MOST_POLICIES = ChangeSets.MOST_POLICIES;

    private final ChangeSets changes;
    private final KubernetesObjects objects;
    private final CurrentAccess reader;

    /** @param objects with the rights of whoever asks */
    public VisibleChanges(ChangeSets changes, KubernetesObjects objects, CurrentAccess reader) {
        this.changes = changes;
        this.objects = objects;
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

    /** See {@link ChangeSets#apply}. */
    public ChangeSet apply(List<Edit> edits, Terms terms) {
        return changes.apply(edits, terms, objects);
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
