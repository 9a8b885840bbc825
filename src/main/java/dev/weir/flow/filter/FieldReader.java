package dev.weir.flow.filter;

import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PeerParts;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.StoredRecord;
import dev.weir.net.IpAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a field is read from a record, and so what its values are and which operators fit. */
sealed interface FieldReader {

    /** One word, or none where the record does not have the field. */
    record Text(Function<StoredRecord, @Nullable String> read) implements FieldReader {}

    /** Many words: one for each policy of a record whose policies have that role. */
    record Words(PolicyRole role, Function<PolicyMatch, String> read) implements FieldReader {
        List<String> of(StoredRecord stored) {
            return stored.record().role() == role
                    ? stored.record().policies().stream().map(read).toList()
                    : List.of();
        }
    }

    record Address(Function<StoredRecord, IpAddress> read) implements FieldReader {}

    record Number(Function<StoredRecord, @Nullable Long> read) implements FieldReader {}

    /** Nanoseconds since 1970. */
    record Time(Function<StoredRecord, Long> read) implements FieldReader {}

    static FieldReader source(Function<PeerParts, @Nullable String> part) {
        return new Text(stored -> part.apply(PeerParts.ofSource(stored.record())));
    }

    static FieldReader destination(Function<PeerParts, @Nullable String> part) {
        return new Text(stored -> part.apply(PeerParts.ofDestination(stored.record())));
    }

    /** A port of 0 stands for a protocol without ports; GKE's records leave it out. */
    static FieldReader port(Function<StoredRecord, Integer> port) {
        return new Number(stored -> {
            int value = port.apply(stored);
            return value == 0 ? null : Long.valueOf(value);
        });
    }
}
