package dev.weir.expectation;

import dev.weir.cluster.PolicyRef;
import dev.weir.document.FieldPath;
import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.expectation.Witness.Blamed;
import dev.weir.expectation.Witness.Side;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the line of a text that breaks an expectation: the rule that admits, or what makes a policy isolate the pod. */
public final class Anchors {
    private final Map<PolicyRef, Source> sources;

    /**
     * Where a policy was written.
     *
     * @param document its place in the file, from 0
     * @param prefix of its fields, when it is an item of a list; else empty
     */
    public record Source(int document, ObjectDocument text, String prefix) {}

    /** @param position null when the field is not in the text, which cannot be for a rule */
    public record Anchor(
            int document, String field, @Nullable Position position) {}

    public Anchors(Map<PolicyRef, Source> sources) {
        this.sources = Map.copyOf(sources);
    }

    /** Empty when nothing that is written there is to blame. Whoever receives judges last, so is blamed first. */
    public Optional<Anchor> of(Witness witness) {
        return anchor(witness, Direction.INGRESS).or(() -> anchor(witness, Direction.EGRESS));
    }

    private Optional<Anchor> anchor(Witness witness, Direction direction) {
        return witness.sides().stream()
                .filter(side -> side.direction() == direction)
                .map(Side::blamed)
                .flatMap(List::stream)
                .filter(blamed -> sources.containsKey(blamed.policy()))
                .findFirst()
                .map(blamed -> anchor(blamed, direction));
    }

    private Anchor anchor(Blamed blamed, Direction direction) {
        Source source = Objects.requireNonNull(sources.get(blamed.policy()));
        String rules = direction == Direction.INGRESS ? "ingress" : "egress";
        FieldPath spec = FieldPath.of("spec");
        FieldPath field = blamed.rules().isEmpty()
                ? spec.field("podSelector")
                : spec.field(rules).item(blamed.rules().getFirst());
        String path = source.prefix().isEmpty() ? field.toString() : source.prefix() + "." + field;
        Position extent = source.prefix().isEmpty() && !blamed.rules().isEmpty()
                ? source.text().extent(field)
                : null;
        return new Anchor(
                source.document(), path, extent != null ? extent : source.text().position(path));
    }
}
