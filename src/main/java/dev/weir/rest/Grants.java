package dev.weir.rest;

import dev.weir.access.Grant;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grants as the API writes and reads them. */
final class Grants {
    private Grants() {}

    /** @param namespaces null or {@code *} = all of them, also those to come */
    record Given(
            @Schema(allowableValues = {"viewer", "editor", "admin"}) @Nullable
            String role,

            @Schema(description = "Names, or * for all that there are and will be", example = "[\"shop\"]") @Nullable
            List<String> namespaces) {

        static Given of(Grant grant) {
            return new Given(
                    grant.role().label(), List.copyOf(grant.namespaces().list()));
        }

        /** Throws what becomes a problem when it makes no sense. */
        Grant grant() {
            Role known = Role.ofLabel(String.valueOf(role))
                    .orElseThrow(() -> ProblemException.badParameter("role", "is viewer, editor or admin."));
            return new Grant(known, namespaces == null ? Namespaces.ALL : Namespaces.of(namespaces));
        }
    }
}
