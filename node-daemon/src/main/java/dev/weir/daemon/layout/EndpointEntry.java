package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * Value of {@code endpoint_map}, whose key is an address of a pod of this node.
 *
 * @param ifindex host side of the pod's veth
 * @param subject key of {@code subject_map}
 * @param identityTable which identity table its judgements use: 0 or 1
 * @param revision grows with every change that may concern this endpoint; never 0
 * @param since the revision at which the address came to this interface
 */
public record EndpointEntry(int ifindex, int subject, int identityTable, int revision, int since) implements Struct {
    public static final int SIZE = 20;

    static final int IFINDEX_OFFSET = 0;
    static final int SUBJECT_OFFSET = 4;
    static final int IDENTITY_TABLE_OFFSET = 8;
    static final int REVISION_OFFSET = 12;
    static final int SINCE_OFFSET = 16;

    public static EndpointEntry decode(ByteBuffer source, int at) {
        return new EndpointEntry(
                Fields.u32(source, at + IFINDEX_OFFSET),
                Fields.u32(source, at + SUBJECT_OFFSET),
                Fields.u32(source, at + IDENTITY_TABLE_OFFSET),
                Fields.u32(source, at + REVISION_OFFSET),
                Fields.u32(source, at + SINCE_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + IFINDEX_OFFSET, ifindex);
        Fields.putU32(target, at + SUBJECT_OFFSET, subject);
        Fields.putU32(target, at + IDENTITY_TABLE_OFFSET, identityTable);
        Fields.putU32(target, at + REVISION_OFFSET, revision);
        Fields.putU32(target, at + SINCE_OFFSET, since);
    }
}
