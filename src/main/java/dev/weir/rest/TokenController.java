package dev.weir.rest;

import dev.weir.access.Access;
import dev.weir.access.AccessRefusedException;
import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Grant;
import dev.weir.access.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** API tokens. The secret is in the answer that creates a token, and nowhere else. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
final class TokenController {
    private static final int LONGEST_NAME = 100;

    private final ApiTokens tokens;

    private final CurrentAccess caller;

    TokenController(ApiTokens tokens, CurrentAccess caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /**
     * A token to make.
     *
     * @param role null = admin
     * @param namespaces null or {@code *} = all of them
     * @param lifetime null = until it is revoked
     */
    record TokenRequest(
            String name,

            @Schema(allowableValues = {"viewer", "editor", "admin"}) @Nullable
            String role,

            @Schema(example = "[\"shop\"]") @Nullable List<String> namespaces,

            @Schema(type = "string", format = "duration", example = "P30D") @Nullable
            Duration lifetime) {

        Grant grant() {
            return new Grants.Given(role == null ? Role.ADMIN.label() : role, namespaces).grant();
        }
    }

    /** @param secret only in the answer that creates the token */
    record TokenItem(
            String id,
            String name,
            String role,
            List<String> namespaces,
            String createdBy,
            Instant created,
            @Nullable Instant expires,
            @Nullable String secret) {
        static TokenItem of(ApiToken token, @Nullable String secret) {
            Grants.Given grant = Grants.Given.of(token.grant());
            return new TokenItem(
                    token.id(),
                    token.name(),
                    String.valueOf(grant.role()),
                    grant.namespaces() == null ? List.of() : grant.namespaces(),
                    token.createdBy(),
                    token.created(),
                    token.expires(),
                    secret);
        }
    }

    record TokenList(List<TokenItem> items) {}

    @GetMapping
    @Operation(summary = "List the API tokens, without their secrets; an administrator sees all, others their own")
    TokenList list() {
        return new TokenList(tokens.list().stream()
                .filter(this::isOfCaller)
                .map(token -> TokenItem.of(token, null))
                .toList());
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Create an API token; the answer shows its secret, once",
            description = "A token may do at most what its creator may.")
    ResponseEntity<TokenItem> create(@RequestBody TokenRequest wanted) {
        if (wanted.name() == null || wanted.name().isBlank() || wanted.name().length() > LONGEST_NAME) {
            throw ProblemException.badParameter("name", "has 1 to " + LONGEST_NAME + " characters.");
        }
        if (wanted.lifetime() != null && !wanted.lifetime().isPositive()) {
            throw ProblemException.badParameter("lifetime", "is longer than nothing.");
        }
        Grant grant = wanted.grant();
        Access access = caller.get();
        if (!access.covers(grant)) {
            throw AccessRefusedException.beyond(grant);
        }
        ApiTokens.Created created = tokens.create(wanted.name().strip(), grant, access.name(), wanted.lifetime());
        return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/tokens/{id}")
                        .build(created.token().id()))
                .body(TokenItem.of(created.token(), created.secret()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "An API token, without its secret")
    TokenItem get(@PathVariable String id) {
        return TokenItem.of(find(id), null);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke an API token; its open streams end within seconds")
    ResponseEntity<Void> revoke(@PathVariable String id) {
        if (tokens.isBootstrap(find(id))) {
            throw new ProblemException(Problem.of(
                    HttpStatus.CONFLICT,
                    "bootstrap-token",
                    "The bootstrap token cannot be revoked",
                    "It lives in the file weir.security.token-file; change that file and restart the server."));
        }
        tokens.revoke(id);
        return ResponseEntity.noContent().build();
    }

    private ApiToken find(String id) {
        return tokens.find(id)
                .filter(this::isOfCaller)
                .orElseThrow(() -> ProblemException.notFound("There is no token " + id + "."));
    }

    private boolean isOfCaller(ApiToken token) {
        Access access = caller.get();
        return access.mayEverywhere(Role.ADMIN) || token.createdBy().equals(access.name());
    }
}
