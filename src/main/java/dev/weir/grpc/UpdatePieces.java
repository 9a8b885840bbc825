package dev.weir.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.ProgramDelta;
import dev.weir.program.TableDelta;
import dev.weir.proto.v1.ProgramUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Rows of an update, encoded in pieces of a bounded size. Protocol Buffers merge messages that are put one behind the other, so any pieces
 * in a row are one update: that is what lets nodes share some.
 */
final class UpdatePieces {
    /** What one piece may exceed by a single row. */
    private static final int BYTES = 64 << 10;

    private final List<ByteString> pieces = new ArrayList<>();
    private ProgramUpdate.Builder open = ProgramUpdate.newBuilder();
    private int bytes;

    /** The identities of a step, for whoever takes it. */
    record Encoded(List<ByteString> pieces) {}

    static Encoded encode(TableDelta<IpPrefix, IdentityEntry> step) {
        UpdatePieces rows = new UpdatePieces();
        step.removed().forEach(prefix -> rows.add(ProgramMapper.removed(prefix), ProgramUpdate.Builder::addIdentities));
        step.changed().forEach(entry -> rows.add(ProgramMapper.toProto(entry), ProgramUpdate.Builder::addIdentities));
        return new Encoded(rows.finish());
    }

    static List<ByteString> encode(ProgramDelta own) {
        UpdatePieces rows = new UpdatePieces();
        if (own.logging() != null) {
            rows.add(ProgramMapper.toProto(own.logging()), ProgramUpdate.Builder::setLogging);
        }
        own.endpoints()
                .changed()
                .forEach(row -> rows.add(ProgramMapper.toProto(row), ProgramUpdate.Builder::addEndpoints));
        own.endpoints()
                .removed()
                .forEach(key -> rows.add(ProgramMapper.toProto(key), ProgramUpdate.Builder::addRemovedEndpoints));
        own.subjects()
                .changed()
                .forEach(row -> rows.add(ProgramMapper.toProto(row), ProgramUpdate.Builder::addSubjects));
        own.cookies().changed().forEach(row -> rows.add(ProgramMapper.toProto(row), ProgramUpdate.Builder::addCookies));
        rows.addFingerprints(own.subjects().removed(), ProgramUpdate.Builder::addRemovedSubjects);
        rows.addFingerprints(own.cookies().removed(), ProgramUpdate.Builder::addRemovedCookies);
        return rows.finish();
    }

    private <M extends MessageLite> void add(M row, BiConsumer<ProgramUpdate.Builder, M> to) {
        to.accept(open, row);
        grow(row.getSerializedSize());
    }

    private void addFingerprints(List<Long> fingerprints, BiConsumer<ProgramUpdate.Builder, Long> to) {
        for (Long fingerprint : fingerprints) {
            to.accept(open, fingerprint);
            grow(Long.BYTES);
        }
    }

    private void grow(int by) {
        bytes += by;
        if (bytes >= BYTES) {
            close();
        }
    }

    private void close() {
        pieces.add(open.build().toByteString());
        open = ProgramUpdate.newBuilder();
        bytes = 0;
    }

    private List<ByteString> finish() {
        if (bytes > 0) {
            close();
        }
        return List.copyOf(pieces);
    }
}
