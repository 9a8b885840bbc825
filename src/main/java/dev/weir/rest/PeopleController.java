package dev.weir.rest;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Grant;
import dev.weir.access.PeopleOffice;
import dev.weir.access.Person;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who may sign in to the console besides the operator's administrator. For administrators of all namespaces. */
@RestController
@RequestMapping("/api/v1/people")
@Tag(name = "Access")
final class PeopleController {
    private final PeopleOffice office;
    private final CurrentAccess caller;

    PeopleController(PeopleOffice office, CurrentAccess caller) {
        this.office = office;
        this.caller = caller;
    }

    /**
     * A person to add or change.
     *
     * @param password 12 to 72 bytes; null = as it was
     */
    record PersonRequest(
            @Schema(minLength = 12, maxLength = 72, format = "password") @Nullable
            String password,

            List<Grants.Given> grants) {
        @Override
        public String toString() {
            return "a person with " + grants;
        }
    }

    /** A person; the password is kept nowhere. */
    record PersonItem(String name, List<Grants.Given> grants, String createdBy, Instant created) {
        static PersonItem of(Person person) {
            return new PersonItem(
                    person.name(),
                    person.access().grants().stream().map(Grants.Given::of).toList(),
                    person.createdBy(),
                    person.created());
        }
    }

    record PersonList(List<PersonItem> items) {}

    @GetMapping
    @Operation(summary = "List the people who may sign in")
    PersonList list() {
        return new PersonList(office.list().stream().map(PersonItem::of).toList());
    }

    @GetMapping("/{name}")
    @Operation(summary = "A person and what they may do")
    PersonItem get(@PathVariable String name) {
        return office.find(name).map(PersonItem::of).orElseThrow(() -> missing(name));
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Add a person, or change what they may do or their password",
            description = "What changes counts with the next request: tokens beyond it are revoked, open streams end.")
    ResponseEntity<PersonItem> put(@PathVariable String name, @RequestBody PersonRequest wanted) {
        boolean known = office.find(name).isPresent();
        List<Grant> grants = wanted.grants() == null
                ? List.of()
                : wanted.grants().stream().map(Grants.Given::grant).toList();
        Person person = office.put(name, wanted.password(), grants, caller.get().name());
        return ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.CREATED).body(PersonItem.of(person));
    }

    @DeleteMapping("/{name}")
    @Operation(summary = "Remove a person; their sessions, tokens and streams end")
    ResponseEntity<Void> remove(@PathVariable String name) {
        if (!office.remove(name)) {
            throw missing(name);
        }
        return ResponseEntity.noContent().build();
    }

    private static ProblemException missing(String name) {
        return ProblemException.notFound("There is nobody of the name " + name + ".");
    }
}
