package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.StoredRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last record of a page, bound to the query: opaque text outside this package. */
public record ContinueToken(long timeNanos, long position) {
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** Of the last record of the page before. */
    public Instant time() {
        return EpochNanos.to(timeNanos);
    }

    /** Null on the first page. */
    public static @Nullable ContinueToken of(RecordQuery query) {
        if (query.continueToken().isEmpty()) {
            return null;
        }
        ByteBuffer bytes = decoded(query.continueToken());
        if (bytes.remaining() != BYTES || bytes.getInt() != fingerprint(query)) {
            throw new RecordStoreException.WrongToken();
        }
        return new ContinueToken(bytes.getLong(), bytes.getLong());
    }

    static String after(StoredRecord last, RecordQuery query) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putInt(fingerprint(query))
                .putLong(EpochNanos.of(last.record().time()))
                .putLong(last.position())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ByteBuffer decoded(String token) {
        try {
            return ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException notBase64) {
            throw new RecordStoreException.WrongToken(notBase64);
        }
    }

    /** Not of the range: its end moves with the clock while somebody pages through a relative one. */
    private static int fingerprint(RecordQuery query) {
        return Objects.hash(query.filter().text(), query.order().name());
    }
}
