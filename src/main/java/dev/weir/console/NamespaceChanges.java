package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.console.Parts.Mark;
import dev.weir.visible.VisibleChanges;
import dev.weir.why.ReadableHistory;
import dev.weir.why.ReadableHistory.Written;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** What changed in one namespace: change sets, and when each policy was seen to become what it is. */
@Component
final class NamespaceChanges {
    private static final int SETS = 10;
    private static final int POLICIES = 50;

    private final VisibleChanges changes;
    private final ReadableHistory history;
    private final Texts texts;

    NamespaceChanges(VisibleChanges changes, ReadableHistory history, Texts texts) {
        this.changes = changes;
        this.history = history;
        this.texts = texts;
    }

    /** @param sets that wrote policies of the namespace, newest first */
    record View(String historyHref, List<ChangeView> sets, List<Row> written) {}

    /** A policy as it was last seen to change. */
    record Row(String at, String age, String policy, String href, Mark state) {}

    View of(String namespace, ClusterSnapshot snapshot) {
        return new View(
                LogsAddress.of("/history", new String[] {"ns", namespace}),
                changes.list().stream()
                        .filter(set -> set.namespaces().contains(namespace))
                        .limit(SETS)
                        .map(set -> ChangeView.of(set, texts))
                        .toList(),
                history.written(namespace).stream()
                        .sorted(Comparator.comparing(Written::at).reversed().thenComparing(Written::policy))
                        .limit(POLICIES)
                        .map(written -> row(written, snapshot))
                        .toList());
    }

    private Row row(Written written, ClusterSnapshot snapshot) {
        boolean there = snapshot.policy(written.policy()) != null;
        return new Row(
                texts.dayAndTime(written.at()),
                texts.age(written.at()),
                written.policy().name(),
                PolicyAddress.detail(written.policy()),
                there ? Mark.good(texts.of("namespace.written")) : Mark.quiet(texts.of("namespace.deleted")));
    }
}
