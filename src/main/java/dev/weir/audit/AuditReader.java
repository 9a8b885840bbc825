package dev.weir.audit;

import java.util.Set;

/**
 * Whose eyes the changes are for.
 *
 * @param administrator of all namespaces
 * @param everywhere whether all namespaces may be read
 * @param namespaces that may be read otherwise
 */
public record AuditReader(String name, boolean administrator, boolean everywhere, Set<String> namespaces) {
    public AuditReader {
        namespaces = Set.copyOf(namespaces);
    }
}
