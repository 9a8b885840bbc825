package dev.weir.console;

import dev.weir.audit.Subject;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import org.jspecify.annotations.Nullable;

/** Addresses of pages about changes, and of what was changed. */
final class HistoryAddress {
    private static final String LIST = "/history";

    private HistoryAddress() {}

    static String ofPolicy(PolicyRef ref) {
        return LogsAddress.of(LIST, new String[] {"ns", ref.namespace()}, new String[] {"policy", ref.name()});
    }

    static String ofChangeSet(String id) {
        return LogsAddress.of(LIST, new String[] {"change", id});
    }

    static String entry(long id) {
        return LIST + "/" + id;
    }

    /** The number of a change in an address; one that is none belongs to no change. */
    static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException none) {
            throw new NotThere("change " + id);
        }
    }

    /** The page of what was changed; null when it has none. */
    static @Nullable String subject(Subject subject) {
        return switch (subject.kind()) {
            case NETWORK_POLICY -> PolicyAddress.detail(new PolicyRef(subject.namespace(), subject.name()));
            case NAMESPACE -> PolicyAddress.namespace(subject.name());
            case NETWORK_LOGGING -> "/logging";
            case ALERTS -> "/alerts";
            case PERSON, TOKEN -> "/access";
            case SAVED_VIEW -> null;
        };
    }
}
