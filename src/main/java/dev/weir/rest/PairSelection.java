package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairQuestion;
import dev.weir.pairs.PairQuestion.Order;
import dev.weir.pairs.PairQuestion.Scope;
import dev.weir.pairs.PairQuestion.Show;
import dev.weir.pairs.PairQuestion.Wanted;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/** Which pairs a request is about; the fields are query parameters. */
@ParameterObject
record PairSelection(
        @Parameter(description = "With an end in one of these namespaces, separated by commas", example = "shop")
        @Nullable
        String ns,

        @Parameter(
                description = "What the ends are",
                schema =
                        @Schema(
                                allowableValues = {"workload", "namespace"},
                                defaultValue = "workload"))
        @Nullable
        String scope,

        @Parameter(
                description = "Which pairs; new are those that were not seen in the week before",
                schema =
                        @Schema(
                                allowableValues = {"all", "allowed", "denied", "would-deny", "unguarded", "new"},
                                defaultValue = "all"))
        @Nullable
        String show,

        @Parameter(
                description = "Which come first",
                schema =
                        @Schema(
                                allowableValues = {"busiest", "denied", "latest", "new", "name"},
                                defaultValue = "busiest"))
        @Nullable
        String order,

        @Parameter(description = "1 to 1000", example = "60") @Nullable
        Integer limit,

        @Parameter(
                description =
                        "RFC 3339, or before now: guarded by the policies, labels and pods of that time; counts, which"
                                + " go on, are left out. Default now",
                example = "-1h")
        @Nullable
        String at) {
    private static final int DEFAULT = 60;
    private static final int MOST = 1000;

    PairQuestion question(PastedQuery filter, TimeRange range, @Nullable ClusterSnapshot asOf) {
        return new PairQuestion(
                ns == null ? List.of() : List.of(ns.split(",")),
                filter.filter(),
                range,
                new Wanted(
                        chosen("scope", scope, Scope.class),
                        chosen("show", show, Show.class),
                        chosen("order", order, Order.class)),
                asOf);
    }

    int most() {
        if (limit == null) {
            return DEFAULT;
        }
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badParameter("limit", "is 1 to " + MOST + ".");
        }
        return limit;
    }

    /** As many as a picture would need to know that there are too many. */
    int mostOfPicture() {
        return limit == null ? MOST : most();
    }

    private static <E extends Enum<E>> E chosen(String parameter, @Nullable String word, Class<E> choices) {
        E[] all = choices.getEnumConstants();
        if (word == null || word.isBlank()) {
            return all[0];
        }
        return Arrays.stream(all)
                .filter(choice -> word(choice).equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter(
                        parameter,
                        "is one of "
                                + Arrays.stream(all).map(PairSelection::word).collect(Collectors.joining(", ")) + "."));
    }

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
