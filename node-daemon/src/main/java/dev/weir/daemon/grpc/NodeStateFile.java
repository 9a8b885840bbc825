package dev.weir.daemon.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.InvalidProgramException;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.daemon.program.StaleDeltaException;
import dev.weir.daemon.program.StateStep;
import dev.weir.proto.daemon.v1.SavedState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in a file of its own, {@code <state>/program.log}: a whole state in pieces, and after it the steps since. A step
 * is appended and forced to the disk; a whole state is written beside the file and takes its place.
 */
public final class NodeStateFile implements NodeStateStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStateFile.class);

    /** Below this a whole state is not worth writing. */
    private static final long SMALL = 256 << 10;

    private final Path file;
    private @Nullable FileChannel channel;
    private long wholeLength;
    private long length;

    /** @param folder where the file is, or will be */
    public NodeStateFile(Path folder) {
        file = folder.resolve("program.log");
    }

    /**
     * A step that was being written when the daemon died is cut off: nothing of it had reached the maps. Damage before that
     * leaves nothing to rely on; the file is put aside, and the daemon starts as if it never had one, with ids above all in the
     * maps.
     */
    @Override
    public Optional<NodeState> load() throws IOException {
        close();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            var state = whole(in);
            wholeLength = length;
            state = withSteps(state, in);
            cutOff();
            return Optional.of(state);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DamagedFrameException
                | InvalidProtocolBufferException
                | InvalidProgramException
                | StaleDeltaException e) {
            var aside = file.resolveSibling(file.getFileName() + ".damaged");
            LOG.error("{} is damaged and was put aside as {}: {}", file, aside, e.getMessage());
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    private NodeState whole(DataInputStream in) throws IOException, DamagedFrameException {
        length = Frame.readHeading(in);
        var state = new NodeState(NodeProgram.EMPTY, new IdTable(), CookieArchive.EMPTY, 0);
        SavedState piece;
        do {
            var bytes = Frame.read(in).orElseThrow(() -> new DamagedFrameException("it ends within the whole state"));
            length += Frame.lengthOf(bytes);
            piece = SavedState.parseFrom(bytes);
            state = StateMapper.with(state, piece);
        } while (piece.getMore());
        return state;
    }

    private NodeState withSteps(NodeState whole, DataInputStream in) throws IOException, DamagedFrameException {
        var state = whole;
        for (var bytes = Frame.read(in); bytes.isPresent(); bytes = Frame.read(in)) {
            length += Frame.lengthOf(bytes.get());
            state = StateMapper.with(state, SavedState.parseFrom(bytes.get()));
        }
        return state;
    }

    private void cutOff() throws IOException {
        var open = FileChannel.open(file, StandardOpenOption.WRITE);
        channel = open;
        if (open.size() > length) {
            LOG.warn("{} ends in a step that was not finished, and {} bytes were cut off", file, open.size() - length);
            open.truncate(length);
            open.force(true);
        }
    }

    @Override
    public void save(NodeState state) throws IOException {
        DurableFile.replace(file, out -> {
            Frame.writeHeading(out);
            for (var pieces = StateMapper.pieces(state).iterator(); pieces.hasNext(); ) {
                out.write(Frame.of(pieces.next().toByteArray()));
            }
        });
        close();
        var open = FileChannel.open(file, StandardOpenOption.WRITE);
        channel = open;
        length = open.size();
        wholeLength = length;
    }

    @Override
    public void append(StateStep step) throws IOException {
        var open = channel;
        if (open == null) {
            throw new IOException(file + " holds no state that a step could follow");
        }
        if (open.size() > length) {
            open.truncate(length); // what an attempt that failed has left
        }
        var frame = ByteBuffer.wrap(Frame.of(StateMapper.step(step).toByteArray()));
        var at = length;
        while (frame.hasRemaining()) {
            at += open.write(frame, at);
        }
        open.force(false);
        length = at;
    }

    @Override
    public boolean hasOutgrown() {
        return length - wholeLength > Math.max(wholeLength, SMALL);
    }

    @Override
    public void close() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
