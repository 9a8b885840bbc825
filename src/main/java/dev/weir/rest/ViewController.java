package dev.weir.rest;

import dev.weir.views.SavedView;
import dev.weir.views.SavedViews;
import dev.weir.views.ViewException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Saved views: each caller's own, and those that come with the program. */
@RestController
@RequestMapping("/api/v1/views")
@Tag(name = "Views")
final class ViewController {
    private final SavedViews views;

    ViewController(SavedViews views) {
        this.views = views;
    }

    /**
     * A question under a name.
     *
     * @param shipped whether it comes with the program
     */
    record View(
            String name,
            String filter,
            String from,
            boolean shipped,
            @Nullable Instant saved) {
        static View of(SavedView view) {
            boolean shipped = view.owner().isEmpty();
            return new View(view.name(), view.filter(), view.from(), shipped, shipped ? null : view.saved());
        }
    }

    record Views(List<View> items) {}

    /** @param from how far back, such as 24h; empty = the default */
    record Content(
            @Schema(example = "disposition=\"deny\" AND dest.namespace=\"shop\"") @Nullable
            String filter,

            @Schema(example = "24h") @Nullable String from) {}

    @GetMapping
    @Operation(summary = "The caller’s saved views, and those that come with the program")
    Views list(Principal caller) {
        return new Views(views.of(caller.getName()).stream().map(View::of).toList());
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Save a view under a name, or replace it")
    View save(@PathVariable String name, @RequestBody Content content, Principal caller) {
        try {
            return View.of(views.save(caller.getName(), name, text(content.filter()), text(content.from())));
        } catch (ViewException refused) {
            throw new ProblemException(
                    Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-view",
                            "The view cannot be saved",
                            String.valueOf(refused.getMessage())),
                    refused);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete one of the caller’s views")
    void delete(@PathVariable String name, Principal caller) {
        if (!views.delete(caller.getName(), name)) {
            throw ProblemException.notFound("You have no saved view " + name + ".");
        }
    }
}
