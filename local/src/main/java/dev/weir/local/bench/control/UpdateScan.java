package dev.weir.local.bench.control;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.weir.proto.v1.Endpoint;
import dev.weir.proto.v1.IdentityEntry;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.ProgramUpdate;
import java.io.IOException;
import java.io.InputStream;

/** Reads of an update only what a simulated daemon answers by. Of a snapshot that is its head; the rest is counted, not read. */
final class UpdateScan {
    private static final int FIRST_ROW = ProgramUpdate.ENDPOINTS_FIELD_NUMBER;

    /** Told what an update that is no snapshot changes. */
    interface Rows {
        /** An IPv4 address has got an identity, or lost it. */
        void address(int address, boolean removed);

        /** A pod of this node has another subject, or is new. */
        void endpoint(String pod);
    }

    private final long session;
    private final long revision;
    private final long base;
    private final boolean more;
    private final int bytes;

    private UpdateScan(long session, long revision, long base, boolean more, int bytes) {
        this.session = session;
        this.revision = revision;
        this.base = base;
        this.more = more;
        this.bytes = bytes;
    }

    long session() {
        return session;
    }

    long revision() {
        return revision;
    }

    boolean isSnapshot() {
        return base == 0;
    }

    boolean more() {
        return more;
    }

    int bytes() {
        return bytes;
    }

    static UpdateScan read(InputStream stream, Rows rows) throws IOException {
        int bytes = stream.available();
        CodedInputStream in = CodedInputStream.newInstance(stream);
        long session = 0;
        long revision = 0;
        long base = 0;
        boolean more = false;
        int tag = in.readTag();
        for (; tag != 0 && WireFormat.getTagFieldNumber(tag) < FIRST_ROW; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case ProgramUpdate.SESSION_FIELD_NUMBER -> session = in.readFixed64();
                case ProgramUpdate.REVISION_FIELD_NUMBER -> revision = in.readUInt64();
                case ProgramUpdate.BASE_REVISION_FIELD_NUMBER -> base = in.readUInt64();
                case ProgramUpdate.MORE_FIELD_NUMBER -> more = in.readBool();
                default -> in.skipField(tag);
            }
        }
        for (; base != 0 && tag != 0; tag = in.readTag()) {
            row(in, tag, rows);
        }
        return new UpdateScan(session, revision, base, more, bytes);
    }

    private static void row(CodedInputStream in, int tag, Rows rows) throws IOException {
        switch (WireFormat.getTagFieldNumber(tag)) {
            case ProgramUpdate.IDENTITIES_FIELD_NUMBER -> identity(in, rows);
            case ProgramUpdate.ENDPOINTS_FIELD_NUMBER ->
                rows.endpoint(Endpoint.parseFrom(in.readByteArray()).getPod().getName());
            default -> in.skipField(tag);
        }
    }

    private static void identity(CodedInputStream in, Rows rows) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        int address = 0;
        boolean known = false;
        boolean removed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case IdentityEntry.PREFIX_FIELD_NUMBER -> {
                    Prefix prefix = Prefix.parseFrom(in.readByteArray());
                    known = prefix.getAddress().size() == 4;
                    address = known ? prefix.getAddress().asReadOnlyByteBuffer().getInt() : 0;
                }
                case IdentityEntry.REMOVED_FIELD_NUMBER -> removed = in.readBool();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(end);
        if (known) {
            rows.address(address, removed);
        }
    }
}
