package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.console.Parts.Mark;

/** One namespace: how much is in it, and what of it is recorded. */
record NamespaceView(
        String name,
        String summary,
        String createHref,
        String reachHref,
        boolean denyAnnotated,
        Mark denyLogging,
        String denyReason,
        Mark allowLogging,
        String allowReason,
        String denyCommand) {

    static NamespaceView of(Namespace namespace, ClusterSnapshot snapshot, Texts texts) {
        LoggingState logging = new LoggingState(snapshot, texts);
        Coverage coverage = Coverage.of(snapshot, namespace.name());
        return new NamespaceView(
                namespace.name(),
                texts.of(
                        "namespace.summary",
                        coverage.pods() + coverage.hostNetwork(),
                        snapshot.policiesIn(namespace.name()).size()),
                PolicyAddress.create(namespace.name()),
                LogsAddress.of("/reach", new String[] {"to", namespace.name()}),
                namespace.wantsDenyLogging(),
                logging.denyMark(namespace),
                logging.denyReason(namespace),
                logging.allowMark(snapshot, namespace.name()),
                logging.allowReason(snapshot, namespace.name()),
                Kubectl.annotateNamespace(namespace.name(), !namespace.wantsDenyLogging()));
    }
}
