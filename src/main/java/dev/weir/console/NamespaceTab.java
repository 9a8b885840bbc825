package dev.weir.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The parts of the page about a namespace; each has an address, and none waits for what another one asks. */
enum NamespaceTab {
    WORKLOADS,
    POLICIES,
    MATRIX,
    DENIALS,
    CHANGES;

    record Tab(String href, String text, boolean current) {}

    /** The first one unless another is named. */
    static NamespaceTab of(String word) {
        return Stream.of(values())
                .filter(tab -> tab.word().equals(word))
                .findFirst()
                .orElse(WORKLOADS);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param at the instant at which the page is frozen; empty = now */
    static List<Tab> all(String namespace, NamespaceTab current, String at, Texts texts) {
        return Stream.of(values())
                .map(tab -> new Tab(
                        tab.href(namespace, tab.hasPast() ? at : ""),
                        texts.of("namespace.tab." + tab.word()),
                        tab == current))
                .toList();
    }

    /** What changed is told with its times. */
    boolean hasPast() {
        return this != CHANGES;
    }

    /** Whether it is about what is in the namespace, which is on one page of an earlier time. */
    boolean isOfCluster() {
        return this == WORKLOADS || this == POLICIES;
    }

    String href(String namespace) {
        return href(namespace, "");
    }

    /** @param at empty = now */
    String href(String namespace, String at) {
        return LogsAddress.of(
                PolicyAddress.namespace(namespace),
                new String[] {"tab", this == WORKLOADS ? "" : word()},
                new String[] {"at", at});
    }
}
