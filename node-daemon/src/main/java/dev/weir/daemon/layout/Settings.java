package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * The one element of {@code settings_map}, which the daemon may write at any time.
 *
 * @param recordAllowed 0 or 1: emit events for allowed connections
 * @param recordDenied 0 or 1: fill {@code denial_map}
 * @param abiVersion {@link Abi#VERSION}
 * @param uplinkIfindex 0 = none
 * @param keepEstablished 0 or 1: live connections stay allowed when policy changes
 */
public record Settings(int recordAllowed, int recordDenied, int abiVersion, int uplinkIfindex, int keepEstablished)
        implements Struct {
    public static final int SIZE = 20;

    static final int RECORD_ALLOWED_OFFSET = 0;
    static final int RECORD_DENIED_OFFSET = 4;
    static final int ABI_VERSION_OFFSET = 8;
    static final int UPLINK_IFINDEX_OFFSET = 12;
    static final int KEEP_ESTABLISHED_OFFSET = 16;

    public static Settings decode(ByteBuffer source, int at) {
        return new Settings(
                Fields.u32(source, at + RECORD_ALLOWED_OFFSET),
                Fields.u32(source, at + RECORD_DENIED_OFFSET),
                Fields.u32(source, at + ABI_VERSION_OFFSET),
                Fields.u32(source, at + UPLINK_IFINDEX_OFFSET),
                Fields.u32(source, at + KEEP_ESTABLISHED_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + RECORD_ALLOWED_OFFSET, recordAllowed);
        Fields.putU32(target, at + RECORD_DENIED_OFFSET, recordDenied);
        Fields.putU32(target, at + ABI_VERSION_OFFSET, abiVersion);
        Fields.putU32(target, at + UPLINK_IFINDEX_OFFSET, uplinkIfindex);
        Fields.putU32(target, at + KEEP_ESTABLISHED_OFFSET, keepEstablished);
    }
}
