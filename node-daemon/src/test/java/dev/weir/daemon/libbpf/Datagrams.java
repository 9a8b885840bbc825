package dev.weir.daemon.libbpf;

import static java.util.stream.Collectors.toMap;

import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.testing.TestNode;
import dev.weir.daemon.testing.Upheaval;
import dev.weir.daemon.testing.Upheaval.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends the datagrams of {@link Upheaval} between the pods' network namespaces and says which of them have arrived. */
final class Datagrams implements AutoCloseable {
    private static final int FIELD = Integer.BYTES;

    private final TestNode node;
    private final List<DatagramChannel> receivers = new ArrayList<>();
    private final Map<Integer, Boolean> arrived = new HashMap<>();
    private int round;

    Datagrams(TestNode node) throws Exception {
        this.node = node;
        for (var pod : Upheaval.PODS) {
            for (var port : List.of(80, 81)) {
                receivers.add(TestNetwork.within(node.namespace(pod.name()), () -> {
                    var receiver = DatagramChannel.open();
                    receiver.configureBlocking(false);
                    return receiver.bind(at(pod, port));
                }));
            }
        }
    }

    private static InetSocketAddress at(PodRef pod, int port) throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress(Upheaval.address(pod).wireBytes()), port);
    }

    /** Each from a port of its own, so each begins a connection. */
    void send() throws Exception {
        round++;
        arrived.clear();
        for (var number = 0; number < Upheaval.QUESTIONS.size(); number++) {
            send(Upheaval.QUESTIONS.get(number), number);
        }
    }

    private void send(Question question, int number) throws Exception {
        TestNetwork.within(node.namespace(question.from().name()), () -> {
            try (var sender = DatagramChannel.open()) {
                var content = ByteBuffer.allocate(2 * FIELD).putInt(round).putInt(number);
                return sender.send(content.flip(), at(question.to(), question.port()));
            }
        });
    }

    /** Of those sent last, by question: whether it has arrived up to now. */
    Map<Question, Boolean> arrived() throws IOException {
        for (var receiver : receivers) {
            var content = ByteBuffer.allocate(2 * FIELD);
            while (receiver.receive(content.clear()) != null) {
                note(content.flip());
            }
        }
        return Upheaval.QUESTIONS.stream()
                .collect(toMap(
                        question -> question,
                        question -> arrived.getOrDefault(Upheaval.QUESTIONS.indexOf(question), false)));
    }

    private void note(ByteBuffer content) {
        if (content.getInt() == round) {
            arrived.put(content.getInt(), true);
        }
    }

    @Override
    public void close() throws IOException {
        for (var receiver : receivers) {
            receiver.close();
        }
    }
}
