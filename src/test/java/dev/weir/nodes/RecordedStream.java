package dev.weir.nodes;

import dev.weir.program.NodeProgram;
import dev.weir.program.ProgramDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A daemon's end: keeps what it is sent and applies it when the test says so, refusing what a daemon refuses. */
final class RecordedStream implements NodeStream {
    private final List<ProgramDelta> received = new ArrayList<>();
    private NodeProgram program;
    private @Nullable String closedBecause;

    RecordedStream() {
        this(NodeProgram.EMPTY);
    }

    RecordedStream(NodeProgram already) {
        program = already;
    }

    @Override
    public synchronized void send(long session, ProgramDelta delta) {
        received.add(delta);
    }

    @Override
    public synchronized void close(String reason) {
        closedBecause = reason;
    }

    synchronized List<ProgramDelta> received() {
        return List.copyOf(received);
    }

    synchronized ProgramDelta last() {
        return received.getLast();
    }

    synchronized @Nullable String closedBecause() {
        return closedBecause;
    }

    /** Applies the last update to what this daemon has, and returns its revision. */
    synchronized long apply() {
        ProgramDelta delta = received.getLast();
        program = delta.applyTo(delta.isSnapshot() ? NodeProgram.EMPTY : program);
        return delta.revision();
    }

    synchronized NodeProgram program() {
        return program;
    }
}
