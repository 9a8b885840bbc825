package dev.weir.grpc;

import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;

/** Programs as they stand on the wire, for tests outside this package. */
public final class ProgramBytes {
    private static final long SESSION = 1;

    private ProgramBytes() {}

    /** What a daemon that has the one program gets to have the other; one that has the empty program gets a snapshot. */
    public static byte[] change(NodeProgram from, NodeProgram to) {
        ProgramDelta delta =
                from.equals(NodeProgram.EMPTY) ? ProgramDelta.snapshot(to) : ProgramDelta.between(from, to);
        return ProgramMapper.toProto(SESSION, delta).toByteArray();
    }
}
