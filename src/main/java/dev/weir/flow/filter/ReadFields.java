package dev.weir.flow.filter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Which fields of a record a condition looks at. */
final class ReadFields {
    private ReadFields() {}

    static Stream<RecordField> of(Condition condition) {
        return switch (condition) {
            case Condition.All all -> of(all.parts());
            case Condition.Any any -> of(any.parts());
            case Condition.Not not -> of(not.part());
            case Condition.Constant unused -> Stream.empty();
            case Condition.TextMatch match -> Stream.of(match.field());
            case Condition.RegexMatch match -> Stream.of(match.field());
            case Condition.NumberMatch match -> Stream.of(match.field());
            case Condition.AddressIn in -> Stream.of(in.field());
            case Condition.Present present -> Stream.of(present.field());
            case Condition.Search unused -> Arrays.stream(RecordField.values());
        };
    }

    private static Stream<RecordField> of(List<Condition> parts) {
        return parts.stream().flatMap(ReadFields::of);
    }
}
