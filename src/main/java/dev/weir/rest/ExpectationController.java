package dev.weir.rest;

import dev.weir.expectation.Claim;
import dev.weir.expectation.ClaimFields;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationChangedException;
import dev.weir.expectation.ExpectationRef;
import dev.weir.expectation.Overriding;
import dev.weir.visible.VisibleExpectations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What is expected of the network. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Expectations")
final class ExpectationController {
    private static final String MANY = "/namespaces/{namespace}/expectations";
    private static final String ONE = MANY + "/{name}";
    private static final String DRY_RUN = "All: say how it would stand, keep nothing";
    private static final long NEW = 0;
    private static final long ANY = -1;

    private final VisibleExpectations expectations;

    ExpectationController(VisibleExpectations expectations) {
        this.expectations = expectations;
    }

    record Expectations(List<ExpectationAnswer> items) {}

    record Overridings(List<Overriding> items) {}

    /**
     * An expectation as it is to be: a sentence, or the same in fields.
     *
     * @param name only where the address does not say it
     */
    record Wording(
            @Nullable String name,

            @Schema(example = "web may reach redis-cart:6379") @Nullable
            String expect,

            ClaimFields.@Nullable ClaimEnd from,
            @Nullable Boolean may,
            ClaimFields.@Nullable ClaimEnd to,
            @Nullable Integer port,
            @Nullable Integer endPort,
            @Nullable String protocol) {

        Claim claim(String namespace) {
            return new ClaimFields(expect, from, may, to, port, endPort, protocol).claim(namespace);
        }
    }

    @GetMapping("/expectations")
    @Operation(summary = "Expectations of all namespaces or of one, and how they stand")
    Expectations listAll(
            @RequestParam(required = false) @Nullable String namespace,
            @RequestParam(required = false) @Parameter(description = "holds, broken or undecidable") @Nullable
                    String state) {
        return new Expectations(expectations.list().stream()
                .filter(one -> namespace == null || one.ref().namespace().equals(namespace))
                .map(one -> ExpectationAnswer.of(expectations.watched(one), expectations))
                .filter(one -> state == null || one.state().equals(state))
                .toList());
    }

    @GetMapping("/expectation-overrides")
    @Operation(summary = "Which expectations were broken knowingly, by whom and why; the newest first")
    Overridings overridings() {
        return new Overridings(expectations.overridings());
    }

    @GetMapping(MANY)
    @Operation(summary = "Expectations of a namespace, and how they stand")
    Expectations list(@PathVariable String namespace) {
        return listAll(namespace, null);
    }

    @GetMapping(ONE)
    @Operation(summary = "An expectation, and how it stands")
    ResponseEntity<ExpectationAnswer> get(@PathVariable String namespace, @PathVariable String name) {
        Expectation expectation =
                expectations.find(new ExpectationRef(namespace, name)).orElseThrow(() -> missing(namespace, name));
        return answer(HttpStatus.OK, expectation);
    }

    @PostMapping(path = MANY, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Write down an expectation")
    ResponseEntity<ExpectationAnswer> create(
            @PathVariable String namespace,
            @RequestParam(required = false) @Parameter(description = DRY_RUN) @Nullable String dryRun,
            @RequestBody Wording content) {
        String name = content.name() == null ? "" : content.name();
        if (name.isEmpty()) {
            throw ProblemException.badRequest("name-missing", "name is missing.");
        }
        try {
            return save(new ExpectationRef(namespace, name), content, NEW, dryRun);
        } catch (ExpectationChangedException there) {
            throw new ProblemException(
                    Problem.of(
                            HttpStatus.CONFLICT,
                            "already-exists",
                            "The expectation exists already",
                            "There is an expectation " + namespace + "/" + name + " already."),
                    there);
        }
    }

    @PutMapping(path = ONE, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Replace an expectation; with If-None-Match: * write it down")
    ResponseEntity<ExpectationAnswer> replace(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Parameter(description = DRY_RUN) @Nullable String dryRun,
            @RequestBody Wording content) {
        ExpectationRef ref = new ExpectationRef(namespace, name);
        if (content.name() != null && !content.name().equals(name)) {
            throw ProblemException.badRequest(
                    "name-mismatch", "The body names " + content.name() + ", the address " + name + ".");
        }
        if ("*".equals(ifNoneMatch)) {
            return save(ref, content, NEW, dryRun);
        }
        long version = version(ifMatch);
        if (expectations.find(ref).isEmpty()) {
            throw missing(namespace, name);
        }
        return save(ref, content, version, dryRun);
    }

    private ResponseEntity<ExpectationAnswer> save(
            ExpectationRef ref, Wording content, long expected, @Nullable String dryRun) {
        Claim claim = content.claim(ref.namespace());
        if (dryRun != null) {
            if (!dryRun.equals("All")) {
                throw ProblemException.badParameter("dryRun", "is All, or left out.");
            }
            return ResponseEntity.ok(ExpectationAnswer.of(expectations.tried(ref, claim), expectations));
        }
        Expectation saved = expectations.save(ref, claim, expected);
        return answer(expected == NEW ? HttpStatus.CREATED : HttpStatus.OK, saved);
    }

    @DeleteMapping(ONE)
    @Operation(summary = "Delete an expectation")
    ResponseEntity<Void> delete(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        if (!expectations.delete(new ExpectationRef(namespace, name), version(ifMatch))) {
            throw missing(namespace, name);
        }
        return ResponseEntity.noContent().build();
    }

    private static long version(@Nullable String ifMatch) {
        Precondition precondition = Precondition.required(ifMatch);
        if (precondition.isAny()) {
            return ANY;
        }
        try {
            return Long.parseUnsignedLong(precondition.resourceVersion());
        } catch (NumberFormatException noVersion) {
            throw ProblemException.badParameter("If-Match", "is one ETag such as \"12\", with its quotes, or *.");
        }
    }

    private static ProblemException missing(String namespace, String name) {
        return ProblemException.notFound("There is no expectation " + namespace + "/" + name + ".");
    }

    private ResponseEntity<ExpectationAnswer> answer(HttpStatus status, Expectation expectation) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).eTag("\"" + expectation.version() + "\"");
        if (status == HttpStatus.CREATED) {
            answer.location(UriComponentsBuilder.fromPath("/api/v1" + ONE)
                    .build(expectation.ref().namespace(), expectation.ref().name()));
        }
        return answer.body(ExpectationAnswer.of(expectations.watched(expectation), expectations));
    }
}
