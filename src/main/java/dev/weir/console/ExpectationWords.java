package dev.weir.console;

import dev.weir.change.ChangeSet;
import dev.weir.change.Step;
import dev.weir.console.ExpectationsView.OverridingRow;
import dev.weir.console.ExpectationsView.Row;
import dev.weir.console.ExpectationsView.Tried;
import dev.weir.console.Parts.Link;
import dev.weir.console.Parts.Mark;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationGate.Breach;
import dev.weir.expectation.ExpectationWatch.Watched;
import dev.weir.expectation.Outcome;
import dev.weir.expectation.Overriding;
import dev.weir.expectation.Standing;
import dev.weir.visible.VisibleChanges;
import dev.weir.visible.VisibleExpectations;
import dev.weir.visible.VisibleExpectations.Breaches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Expectations in words. */
@Component
final class ExpectationWords {
    private static final int MOST_OVERRIDINGS = 50;

    private final VisibleExpectations expectations;
    private final VisibleChanges changes;
    private final Texts texts;

    ExpectationWords(VisibleExpectations expectations, VisibleChanges changes, Texts texts) {
        this.expectations = expectations;
        this.changes = changes;
        this.texts = texts;
    }

    /** Those of a namespace, or all; broken ones first. */
    List<Row> rows(String namespace) {
        return expectations.list().stream()
                .filter(one -> namespace.isEmpty() || one.ref().namespace().equals(namespace))
                .map(expectations::watched)
                .sorted((one, other) -> Integer.compare(rank(one), rank(other)))
                .map(this::row)
                .toList();
    }

    private static int rank(Watched watched) {
        return switch (watched.outcome()) {
            case Outcome.Broken broken -> 0;
            case Outcome.Undecidable cannot -> 1;
            case Outcome.Holds holds -> 2;
        };
    }

    private Row row(Watched watched) {
        Expectation expectation = watched.expectation();
        String namespace = expectation.ref().namespace();
        String name = expectation.ref().name();
        return new Row(
                expectation.ref().toString(),
                namespace,
                name,
                expectation.sentence(),
                mark(watched.outcome()),
                texts.dayAndTime(watched.standing().since()),
                expectations.why(watched.outcome()),
                expectations.cause(watched.standing()),
                change(watched.standing()),
                Long.toString(expectation.version()),
                address(namespace, name));
    }

    static String address(String namespace, String name) {
        return LogsAddress.of("/expectations", new String[] {"ns", namespace}, new String[] {"edit", name}) + "#write";
    }

    Tried tried(Watched watched) {
        return new Tried(
                watched.expectation().sentence(), mark(watched.outcome()), expectations.why(watched.outcome()));
    }

    private Mark mark(Outcome outcome) {
        String text = texts.of("expectation.state." + outcome.state().label());
        return switch (outcome) {
            case Outcome.Holds holds -> Mark.good(text);
            case Outcome.Broken broken -> Mark.bad(text);
            case Outcome.Undecidable cannot -> Mark.warning(text);
        };
    }

    /** The last change set of that policy before it broke. */
    private @Nullable Link change(Standing standing) {
        Standing.Cause cause = standing.cause();
        return cause == null
                ? null
                : changes.list().stream()
                        .filter(set -> !set.at().isAfter(standing.since()))
                        .filter(set -> set.steps().stream().anyMatch(step -> isOf(step, cause)))
                        .findFirst()
                        .map(this::link)
                        .orElse(null);
    }

    private static boolean isOf(Step step, Standing.Cause cause) {
        return step.namespace().equals(cause.namespace()) && step.name().equals(cause.name());
    }

    private Link link(ChangeSet set) {
        return new Link(
                ChangeView.address(set.id()), texts.of("expectation.change", set.author(), texts.time(set.at())));
    }

    List<OverridingRow> overridings(String namespace) {
        return expectations.overridings().stream()
                .filter(one -> namespace.isEmpty() || one.namespaces().contains(namespace))
                .limit(MOST_OVERRIDINGS)
                .map(this::row)
                .toList();
    }

    private OverridingRow row(Overriding one) {
        return new OverridingRow(
                texts.dayAndTime(one.at()),
                one.who(),
                one.what(),
                one.reason(),
                one.broken().stream().map(Overriding.BrokenOne::toString).toList());
    }

    /** What a change would break, a sentence each. */
    List<String> broken(Breaches breaches) {
        return broken(breaches.visible(), breaches.hidden());
    }

    List<String> broken(List<Breach> visible, int hidden) {
        List<String> sentences = new ArrayList<>();
        for (Breach breach : visible) {
            sentences.add(texts.of(
                    "expectation.would-break",
                    breach.expectation().sentence(),
                    breach.expectation().ref(),
                    breach.witness().sentence(expectations::mayName)));
        }
        if (hidden > 0) {
            sentences.add(texts.of("expectation.hidden", hidden));
        }
        return sentences;
    }
}
