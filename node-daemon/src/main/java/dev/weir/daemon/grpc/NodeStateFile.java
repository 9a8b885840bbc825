package dev.weir.daemon.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.CookieArchive.Retired;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.InvalidProgramException;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.proto.daemon.v1.RetiredCookie;
import dev.weir.proto.daemon.v1.SavedIds;
import dev.weir.proto.daemon.v1.SavedState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state in a file of its own, {@code <state>/program.pb}. */
public final class NodeStateFile implements NodeStateStore {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStateFile.class);

    private final Path file;

    public NodeStateFile(Path file) {
        this.file = file;
    }

    /** A damaged file is put aside: the daemon then starts as if it never had one, with ids above all in the maps. */
    @Override
    public Optional<NodeState> load() throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(state(SavedState.parseFrom(in)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (InvalidProtocolBufferException | InvalidProgramException e) {
            var aside = file.resolveSibling(file.getFileName() + ".damaged");
            LOG.error("{} is damaged and was put aside as {}: {}", file, aside, e.getMessage());
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    @Override
    public void save(NodeState state) throws IOException {
        var saved = SavedState.newBuilder()
                .setProgram(ProgramWriter.snapshot(state.program()))
                .setSubjects(ids(state.ids(), Kind.SUBJECT))
                .setIdentities(ids(state.ids(), Kind.IDENTITY))
                .setClasses(ids(state.ids(), Kind.CLASS))
                .setCookies(ids(state.ids(), Kind.COOKIE))
                .setEndpointRevision(state.endpointRevision());
        state.archive()
                .retired()
                .values()
                .forEach(retired -> saved.addRetired(RetiredCookie.newBuilder()
                        .setCookie(ProgramWriter.cookie(retired.cookie()))
                        .setSince(Timestamps.of(retired.since()))));
        DurableFile.replace(file, saved.build());
    }

    private static NodeState state(SavedState saved) {
        var ids = new IdTable();
        restore(ids, Kind.SUBJECT, saved.getSubjects());
        restore(ids, Kind.IDENTITY, saved.getIdentities());
        restore(ids, Kind.CLASS, saved.getClasses());
        restore(ids, Kind.COOKIE, saved.getCookies());
        var retired = new HashMap<Long, Retired>();
        saved.getRetiredList().forEach(entry -> {
            var cookie = ProgramMapper.cookie(entry.getCookie());
            retired.put(cookie.fingerprint(), new Retired(cookie, Timestamps.instant(entry.getSince())));
        });
        return new NodeState(
                NodeProgram.EMPTY.apply(ProgramMapper.change(saved.getProgram())),
                ids,
                new CookieArchive(retired),
                saved.getEndpointRevision());
    }

    private static SavedIds ids(IdTable table, Kind kind) {
        var saved = SavedIds.newBuilder().setNext(table.next(kind));
        table.ids(kind)
                .forEach((fingerprint, id) -> saved.addFingerprints(fingerprint).addIds(id));
        return saved.build();
    }

    private static void restore(IdTable table, Kind kind, SavedIds saved) {
        var ids = new HashMap<Long, Integer>();
        for (var i = 0; i < saved.getFingerprintsCount(); i++) {
            ids.put(saved.getFingerprints(i), saved.getIds(i));
        }
        table.restore(kind, ids, Math.max(1, saved.getNext()));
    }
}
