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

    static List<Tab> all(String namespace, NamespaceTab current, Texts texts) {
        return Stream.of(values())
                .map(tab -> new Tab(tab.href(namespace), texts.of("namespace.tab." + tab.word()), tab == current))
                .toList();
    }

    String href(String namespace) {
        String page = PolicyAddress.namespace(namespace);
        return this == WORKLOADS ? page : page + "?tab=" + word();
    }
}
