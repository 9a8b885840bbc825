package dev.weir.daemon.grpc;

import com.google.protobuf.ByteString;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A {@link RecordBatch} as it travels: the bytes of the spool, which are not parsed to be sent. */
record ReadyBatch(ByteString message) {
    /** {@code Report}, for batches that are ready. */
    static final MethodDescriptor<ReadyBatch, RecordAck> REPORT = NodeServiceGrpc.getReportMethod().toBuilder(
                    new Marshaller(), NodeServiceGrpc.getReportMethod().getResponseMarshaller())
            .build();

    static ReadyBatch of(String node, RecordSpool.Batch batch) {
        var head =
                RecordBatch.newBuilder().setNode(node).setSpool(batch.spool()).build();
        return new ReadyBatch(head.toByteString().concat(batch.records()));
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<ReadyBatch> {
        @Override
        public InputStream stream(ReadyBatch batch) {
            return new Content(batch.message);
        }

        @Override
        public ReadyBatch parse(InputStream stream) {
            try {
                return new ReadyBatch(ByteString.readFrom(stream));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Told how long it is, and able to write itself, it is copied once. */
    private static final class Content extends FilterInputStream implements Drainable, KnownLength {
        private final ByteString message;

        Content(ByteString message) {
            super(message.newInput());
            this.message = message;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            message.writeTo(target);
            return message.size();
        }
    }
}
