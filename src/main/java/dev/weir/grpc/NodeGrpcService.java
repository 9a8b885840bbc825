package dev.weir.grpc;

import dev.weir.flow.RecordSink;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.proto.v1.EnforcementSettings;
import dev.weir.proto.v1.NodeMessage;
import dev.weir.proto.v1.NodeServiceGrpc;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAck;
import dev.weir.proto.v1.RecordBatch;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two streams of a daemon. gRPC calls each stream's observer from one thread at a time, and asks for the next message when a call returns. */
final class NodeGrpcService implements BindableService {
    private static final Logger LOG = LoggerFactory.getLogger(NodeGrpcService.class);

    private final ProgramPublisher publisher;
    private final RecordSink sink;
    private final EnforcementSettings enforcement;

    NodeGrpcService(ProgramPublisher publisher, RecordSink sink, EnforcementProperties enforcement) {
        this.publisher = publisher;
        this.sink = sink;
        this.enforcement = enforcement.settings();
    }

    /** The service of the contract, but updates are written from bytes that nodes share. */
    @Override
    public ServerServiceDefinition bindService() {
        MethodDescriptor<NodeMessage, UpdateMessage> subscribe = NodeServiceGrpc.getSubscribeMethod().toBuilder(
                        NodeServiceGrpc.getSubscribeMethod().getRequestMarshaller(), UpdateMessage.MARSHALLER)
                .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(NodeServiceGrpc.SERVICE_NAME)
                .addMethod(subscribe)
                .addMethod(NodeServiceGrpc.getReportMethod())
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(subscribe, ServerCalls.asyncBidiStreamingCall(this::subscribe))
                .addMethod(NodeServiceGrpc.getReportMethod(), ServerCalls.asyncBidiStreamingCall(RecordIntake::new))
                .build();
    }

    private StreamObserver<NodeMessage> subscribe(StreamObserver<UpdateMessage> updates) {
        return new NodeSubscription(publisher, enforcement, (ServerCallStreamObserver<UpdateMessage>) updates);
    }

    /** A batch is acknowledged when the sink has made it durable; until then the daemon's next one waits in the stream. */
    private final class RecordIntake implements StreamObserver<RecordBatch> {
        private final StreamObserver<RecordAck> acks;
        private boolean broken;

        RecordIntake(StreamObserver<RecordAck> acks) {
            this.acks = acks;
        }

        @Override
        public void onNext(RecordBatch batch) {
            if (broken) {
                return;
            }
            try {
                acks.onNext(RecordAck.newBuilder().setSequence(stored(batch)).build());
            } catch (IllegalArgumentException malformed) {
                LOG.warn("Records of node {} are refused: {}", batch.getNode(), malformed.getMessage());
                fail(Status.INVALID_ARGUMENT, malformed);
            } catch (RuntimeException notStored) {
                LOG.warn(
                        "Records of node {} are not stored; its daemon will send them again",
                        batch.getNode(),
                        notStored);
                fail(Status.UNAVAILABLE, notStored);
            }
        }

        // What was withheld stands among the records and has a table of its own: runs of one kind go in, in their
        // order.
        private long stored(RecordBatch batch) {
            long durable = 0;
            List<Record> all = batch.getRecordsList();
            for (int from = 0, to; from < all.size(); from = to) {
                boolean withheld = all.get(from).hasWithheld();
                to = from + 1;
                while (to < all.size() && all.get(to).hasWithheld() == withheld) {
                    to++;
                }
                durable = store(batch, all.subList(from, to), withheld);
            }
            return durable;
        }

        private long store(RecordBatch batch, List<Record> run, boolean withheld) {
            return withheld
                    ? sink.appendWithheld(
                            batch.getNode(),
                            batch.getSpool(),
                            run.stream().map(RecordMapper::withheld).toList())
                    : sink.append(
                            batch.getNode(),
                            batch.getSpool(),
                            run.stream().map(RecordMapper::fromProto).toList());
        }

        private void fail(Status status, RuntimeException cause) {
            broken = true;
            acks.onError(status.withDescription(cause.getMessage()).asRuntimeException());
        }

        @Override
        public void onError(Throwable gone) {
            LOG.debug("A stream of records has ended: {}", gone.getMessage());
        }

        @Override
        public void onCompleted() {
            if (!broken) {
                acks.onCompleted();
            }
        }
    }
}
