package dev.weir.grpc;

import com.google.protobuf.ByteString;
import dev.weir.nodes.IdentityStep;
import dev.weir.nodes.NodeUpdate;
import dev.weir.nodes.ReadQuestion;
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.ReadEndpoint;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** One message of an update, as the bytes of a ProgramUpdate, which are written to the wire from where they lie. */
record UpdateMessage(List<ByteString> pieces) {
    /** A message is closed when it has so many bytes; more than that waits for the daemon to read. */
    static final int BYTES = 256 << 10;

    static final MethodDescriptor.Marshaller<UpdateMessage> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(UpdateMessage message) {
            return new Pieces(message.pieces());
        }

        @Override
        public UpdateMessage parse(InputStream stream) {
            throw new UnsupportedOperationException("a server only writes updates");
        }
    };

    /**
     * The messages of an update, at least one. Nothing is copied: they refer to what other nodes' messages refer to.
     *
     * @param enforcement the same for a server's whole life, so a snapshot says it and a delta need not
     */
    static List<UpdateMessage> of(NodeUpdate update, EnforcementSettings enforcement) {
        List<ByteString> pieces = new ArrayList<>();
        if (update.baseRevision() == 0) {
            pieces.add(ProgramUpdate.newBuilder()
                    .setEnforcement(enforcement)
                    .build()
                    .toByteString());
        }
        for (IdentityStep step : update.identities()) {
            pieces.addAll(step.encodedAs(UpdatePieces.Encoded.class, UpdatePieces::encode)
                    .pieces());
        }
        pieces.addAll(UpdatePieces.encode(update.own()));
        List<UpdateMessage> messages = new ArrayList<>();
        int first = 0;
        int bytes = 0;
        for (int next = 0; next < pieces.size(); next++) {
            bytes += pieces.get(next).size();
            if (bytes >= BYTES && next + 1 < pieces.size()) {
                messages.add(message(update, pieces.subList(first, next + 1), true));
                first = next + 1;
                bytes = 0;
            }
        }
        messages.add(message(update, pieces.subList(first, pieces.size()), false));
        return messages;
    }

    /** A message that is no update. */
    static UpdateMessage of(ReadQuestion question) {
        ReadEndpoint.Builder message =
                ReadEndpoint.newBuilder().setId(question.id()).setMaxEntries(question.most());
        question.addresses().forEach(address -> message.addAddresses(ByteString.copyFrom(address.toBytes())));
        return new UpdateMessage(List.of(
                ProgramUpdate.newBuilder().setReadEndpoint(message).build().toByteString()));
    }

    private static UpdateMessage message(NodeUpdate update, List<ByteString> rows, boolean more) {
        List<ByteString> pieces = new ArrayList<>(rows.size() + 1);
        pieces.add(ProgramUpdate.newBuilder()
                .setSession(update.session())
                .setRevision(update.revision())
                .setBaseRevision(update.baseRevision())
                .setMore(more)
                .build()
                .toByteString());
        pieces.addAll(rows);
        return new UpdateMessage(pieces);
    }

    /** What gRPC writes without a copy in between. */
    private static final class Pieces extends InputStream implements KnownLength, Drainable {
        private final List<ByteString> pieces;
        private int left;

        Pieces(List<ByteString> pieces) {
            this.pieces = pieces;
            this.left = pieces.stream().mapToInt(ByteString::size).sum();
        }

        @Override
        public int available() {
            return left;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int written = left;
            for (ByteString piece : pieces) {
                piece.writeTo(target);
            }
            left = 0;
            return written;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("gRPC drains what can be drained");
        }
    }
}
