package dev.weir.rest;

import dev.weir.access.CurrentAccess;
import dev.weir.change.ChangeSet;
import dev.weir.visible.VisibleChanges;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was written together, and whether it stays. */
@RestController
@RequestMapping("/api/v1/changes")
@Tag(name = "Changes")
final class ChangeController {
    private final VisibleChanges changes;
    private final CurrentAccess caller;

    ChangeController(VisibleChanges changes, CurrentAccess caller) {
        this.changes = changes;
        this.caller = caller;
    }

    record ChangeList(List<ChangeAnswer> items) {}

    @GetMapping
    @Operation(summary = "Change sets, the newest first")
    ChangeList list(
            @RequestParam(required = false) @Nullable String namespace,
            @RequestParam(required = false) @Nullable String author) {
        return new ChangeList(changes.list().stream()
                .filter(set -> namespace == null || set.namespaces().contains(namespace))
                .filter(set -> author == null || set.author().equals(author))
                .map(ChangeAnswer::of)
                .toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "A change set")
    ChangeAnswer get(@PathVariable String id) {
        return found(id, changes.find(id));
    }

    @PostMapping("/{id}/confirm")
    @Operation(summary = "Confirm a change set that would be taken back otherwise")
    ChangeAnswer confirm(@PathVariable String id) {
        return found(id, changes.confirm(id));
    }

    @PostMapping("/{id}/revert")
    @Operation(
            summary = "Take a change set back",
            description = "Every policy becomes what it was before, except those that somebody else has changed since.")
    ChangeAnswer revert(@PathVariable String id) {
        return found(id, changes.revert(id, caller.get().name() + " took it back."));
    }

    private static ChangeAnswer found(String id, Optional<ChangeSet> set) {
        return set.map(ChangeAnswer::of)
                .orElseThrow(() -> ProblemException.notFound("There is no change set " + id + "."));
    }
}
