package dev.weir.rest;

import dev.weir.expectation.ClaimFields;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationWatch.Watched;
import dev.weir.expectation.Standing;
import dev.weir.visible.VisibleExpectations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An expectation and how it stands.
 *
 * @param expect the sentence; what follows says the same in fields
 * @param version its ETag
 * @param state holds, broken or undecidable
 * @param since when it began to stand like that
 * @param why of a broken one between whom and by which policies; of an undecidable one what is missing
 * @param cause which change broke it; absent when that is not known
 */
record ExpectationAnswer(
        String namespace,
        String name,
        String expect,
        ClaimFields.@Nullable ClaimEnd from,
        @Nullable Boolean may,
        ClaimFields.@Nullable ClaimEnd to,
        @Nullable Integer port,
        @Nullable Integer endPort,
        @Nullable String protocol,
        String author,
        Instant at,
        String version,
        String state,
        Instant since,
        @Nullable String why,
        @Nullable String cause) {

    static ExpectationAnswer of(Watched watched, VisibleExpectations expectations) {
        Expectation expectation = watched.expectation();
        Standing standing = watched.standing();
        ClaimFields fields =
                ClaimFields.of(expectation.claim(), expectation.ref().namespace());
        return new ExpectationAnswer(
                expectation.ref().namespace(),
                expectation.ref().name(),
                expectation.sentence(),
                fields.from(),
                fields.may(),
                fields.to(),
                fields.port(),
                fields.endPort(),
                fields.protocol(),
                expectation.author(),
                expectation.at(),
                Long.toString(expectation.version()),
                watched.outcome().state().label(),
                standing.since(),
                orNull(expectations.why(watched.outcome())),
                orNull(expectations.cause(standing)));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
