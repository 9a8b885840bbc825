package dev.weir.grpc;

import com.google.protobuf.ByteString;
import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import dev.weir.proto.v1.ProgramUpdate;
import java.util.ArrayList;
import java.util.List;

/** Programs as they stand on the wire, for tests outside this package. */
public final class ProgramBytes {
    private static final long SESSION = 1;

    private ProgramBytes() {}

    /** What a daemon that has the one program gets to have the other; one that has the empty program gets a snapshot. */
    public static byte[] change(NodeProgram from, NodeProgram to) {
        ProgramDelta delta =
                from.equals(NodeProgram.EMPTY) ? ProgramDelta.snapshot(to) : ProgramDelta.between(from, to);
        List<ByteString> pieces = new ArrayList<>();
        pieces.add(ProgramUpdate.newBuilder()
                .setSession(SESSION)
                .setRevision(delta.revision())
                .setBaseRevision(delta.baseRevision())
                .build()
                .toByteString());
        pieces.addAll(UpdatePieces.encode(delta.identities()).pieces());
        pieces.addAll(UpdatePieces.encode(delta));
        return ByteString.copyFrom(pieces).toByteArray();
    }
}
