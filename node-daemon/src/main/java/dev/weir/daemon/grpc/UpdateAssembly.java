package dev.weir.daemon.grpc;

import dev.weir.proto.v1.ProgramUpdate;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the messages of a large update together. Belongs to one connection: when that breaks, the half that has come is gone with it. */
final class UpdateAssembly {
    /** More than any cluster that Weir is made for needs; a server that sends more is not believed. */
    static final long MAX_BYTES = 256L << 20;

    private final long maxBytes;
    private ProgramUpdate.@Nullable Builder begun;
    private long bytes;

    UpdateAssembly() {
        this(MAX_BYTES);
    }

    UpdateAssembly(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The whole update, when this was its last message.
     *
     * @throws StatusException when the messages do not make one update; the connection is of no more use
     */
    Optional<ProgramUpdate> add(ProgramUpdate message) throws StatusException {
        var update = begun;
        if (update == null && !message.getMore()) {
            return Optional.of(message);
        }
        bytes += message.getSerializedSize();
        if (bytes > maxBytes) {
            throw broken("an update is larger than " + (maxBytes >> 20) + " MiB");
        }
        begun = update == null ? message.toBuilder() : continued(update, message);
        return message.getMore() ? Optional.empty() : Optional.of(finish(begun));
    }

    private static ProgramUpdate.Builder continued(ProgramUpdate.Builder update, ProgramUpdate message)
            throws StatusException {
        var same = update.getSession() == message.getSession()
                && update.getRevision() == message.getRevision()
                && update.getBaseRevision() == message.getBaseRevision();
        if (!same) {
            throw broken("revision " + message.getRevision() + " begins in the middle of " + update.getRevision());
        }
        return update.mergeFrom(message);
    }

    private ProgramUpdate finish(ProgramUpdate.Builder update) {
        begun = null;
        bytes = 0;
        return update.setMore(false).build();
    }

    private static StatusException broken(String what) {
        return Status.DATA_LOSS.withDescription(what).asException();
    }
}
