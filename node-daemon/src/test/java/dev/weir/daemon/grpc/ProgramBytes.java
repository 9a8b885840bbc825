package dev.weir.daemon.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.proto.v1.ProgramUpdate;

/** Reads what a server would send, for tests outside this package. */
public final class ProgramBytes {
    private ProgramBytes() {}

    /** @throws IllegalArgumentException when it is no ProgramUpdate */
    public static ProgramChange change(byte[] update) {
        try {
            return ProgramMapper.change(ProgramUpdate.parseFrom(update));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
