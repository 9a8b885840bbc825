package dev.weir.alert;

import java.util.List;

/**
 * What a look found.
 *
 * @param notes what a reader must know of the look itself: that it still learns, or that it could not see all
 */
public record Looked(List<Finding> findings, List<String> notes) {
    public Looked {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }
}
