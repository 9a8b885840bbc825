package dev.weir.daemon.layout;

import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;

/**
 * What one enforcing side of a connection decided. It counts only while both revisions are the endpoint's.
 *
 * @param revision of the endpoint when it was judged; 0 = not judged at this node
 * @param cookieRevision the revision the cookie belongs to
 */
public record Judgement(int revision, Verdict verdict, int cookieRevision, int cookie) implements Struct {
    public static final int SIZE = 16;

    static final int REVISION_OFFSET = 0;
    static final int VERDICT_OFFSET = 4;
    static final int COOKIE_REVISION_OFFSET = 8;
    static final int COOKIE_OFFSET = 12;

    public static Judgement decode(ByteBuffer source, int at) {
        return new Judgement(
                Fields.u32(source, at + REVISION_OFFSET),
                Verdict.of(Fields.u32(source, at + VERDICT_OFFSET)),
                Fields.u32(source, at + COOKIE_REVISION_OFFSET),
                Fields.u32(source, at + COOKIE_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + REVISION_OFFSET, revision);
        Fields.putU32(target, at + VERDICT_OFFSET, verdict.number());
        Fields.putU32(target, at + COOKIE_REVISION_OFFSET, cookieRevision);
        Fields.putU32(target, at + COOKIE_OFFSET, cookie);
    }
}
