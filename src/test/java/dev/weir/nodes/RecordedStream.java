package dev.weir.nodes;

import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.NodeProgram;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A daemon's end: keeps what it is sent and applies it when the test says so, refusing what a daemon refuses. */
final class RecordedStream implements NodeStream {
    private final List<NodeUpdate> received = new ArrayList<>();
    private final List<ReadQuestion> asked = new ArrayList<>();
    private NodeProgram program;
    private @Nullable String closedBecause;

    RecordedStream() {
        this(NodeProgram.EMPTY);
    }

    RecordedStream(NodeProgram already) {
        program = already;
    }

    @Override
    public synchronized void send(NodeUpdate update) {
        received.add(update);
    }

    @Override
    public synchronized void ask(ReadQuestion question) {
        asked.add(question);
    }

    synchronized List<ReadQuestion> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized void close(String reason) {
        closedBecause = reason;
    }

    synchronized List<NodeUpdate> received() {
        return List.copyOf(received);
    }

    synchronized NodeUpdate last() {
        return received.getLast();
    }

    synchronized @Nullable String closedBecause() {
        return closedBecause;
    }

    /** Applies the last update to what this daemon has, and returns its revision. */
    synchronized long apply() {
        NodeUpdate update = received.getLast();
        NodeProgram next = update.own().applyTo(update.isSnapshot() ? NodeProgram.EMPTY : program);
        Table<IpPrefix, IdentityEntry> identities = next.identities();
        for (IdentityStep step : update.identities()) {
            identities = identities.with(
                    step.changes().changed(),
                    IdentityEntry::prefix,
                    step.changes().removed());
        }
        program = new NodeProgram(
                next.revision(), next.endpoints(), next.subjects(), identities, next.cookies(), next.logging());
        return update.revision();
    }

    synchronized NodeProgram program() {
        return program;
    }
}
