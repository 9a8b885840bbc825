package dev.weir.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Policy enforcement is always on, as in GKE Dataplane V2: there is no switch, and whoever looks for one is told. */
@RestController
@RequestMapping("/api/v1/enforcement")
@Tag(name = "Enforcement")
final class EnforcementController {

    record EnforcementState(boolean enabled, boolean switchable, String explanation) {
        static final EnforcementState ALWAYS = new EnforcementState(
                true, false, "NetworkPolicy enforcement is built into the dataplane and always on.");
    }

    @GetMapping
    @Operation(summary = "Whether policies are enforced: always")
    EnforcementState get() {
        return EnforcementState.ALWAYS;
    }

    @PutMapping
    @Operation(summary = "Refused: enforcement can be switched neither on nor off")
    EnforcementState put() {
        throw new ProblemException(
                Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "enforcement-always-on",
                        "Enforcement is always on",
                        "Enabling or disabling NetworkPolicy for clusters with the Weir dataplane is not allowed: enforcement is always on."));
    }
}
