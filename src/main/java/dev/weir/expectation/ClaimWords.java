package dev.weir.expectation;

import dev.weir.expectation.Claim.Port;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the one sentence of a claim, which {@link ClaimReader} reads back. */
final class ClaimWords {
    private final String namespace;

    /** @param namespace whose names need not be said in full */
    ClaimWords(String namespace) {
        this.namespace = namespace;
    }

    String of(Claim claim) {
        String target = target(claim.to(), claim.port());
        if (claim.may()) {
            return of(claim.from()) + " may reach " + target;
        }
        return switch (claim.from()) {
            case Who.Anyone anyone -> "nobody may reach " + target;
            case Who.Internet internet -> "nobody may reach " + target + " from the internet";
            default -> of(claim.from()) + " may not reach " + target;
        };
    }

    private String target(Who who, @Nullable Port port) {
        if (port == null) {
            return of(who);
        }
        boolean v6 =
                who instanceof Who.Addresses addresses && !addresses.range().isV4();
        return (v6 ? "[" + of(who) + "]" : of(who)) + ":" + PortReader.words(port);
    }

    String of(Who who) {
        return switch (who) {
            case Who.Workload workload -> space(workload.namespace()) + workload.name();
            case Who.Labelled labelled -> labelled.labels().isEmpty() ? labelled.namespace() + "/*" : labels(labelled);
            case Who.AnyPod any -> "any pod";
            case Who.Internet internet -> "the internet";
            case Who.Addresses addresses -> addresses.range().toString();
            case Who.Anyone anyone -> "anyone";
        };
    }

    private String space(String other) {
        return other.equals(namespace) ? "" : other + "/";
    }

    /** What is before the slash of a label would be taken for a namespace. */
    private String labels(Who.Labelled labelled) {
        String text = labelled.labels().entrySet().stream()
                .map((Map.Entry<String, String> label) -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        return (text.indexOf('/') < 0 ? space(labelled.namespace()) : labelled.namespace() + "/") + text;
    }
}
