package dev.weir.nodes;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.net.IpAddress;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.program.PodName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is asked what its kernel has for a pod, and answers, or does not. */
class EndpointQuestionTests {
    private static final NodeName NODE = new NodeName("node-1");
    private static final PodName WEB = new PodName("shop", "web-1");

    private final ClusterState cluster = new ClusterState();
    private final ProgramPublisher publisher =
            new ProgramPublisher(cluster, Clock.systemUTC(), 5, (problem, cause) -> {}, EnforcementMeter.NONE);
    private final RecordedStream stream = new RecordedStream();

    @BeforeEach
    void aClusterWithOnePod() {
        cluster.replace(aCluster()
                .withPod("shop/web-1", "node-1", "10.244.1.2")
                .withPolicy(denyAll("shop", "deny-all"))
                .contents());
        publisher.publishNewest();
    }

    private NodeConnection connect(boolean readsEndpoints) {
        NodeConnection connection =
                publisher.connect(new NodeHello(NODE, new NodeDaemon("6.18", 1, "test"), 0, 0, readsEndpoints), stream);
        publisher.giveTurns();
        connection.applied(stream.apply());
        return connection;
    }

    private CompletableFuture<NodeAnswer> ask() {
        return CompletableFuture.supplyAsync(() -> publisher.read(NODE, WEB));
    }

    private ReadQuestion asked(int count) {
        await().until(() -> stream.asked().size() == count);
        return stream.asked().getLast();
    }

    private static void fails(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .satisfies(thrown -> assertThat(
                                thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown)
                        .isInstanceOfSatisfying(
                                EndpointReadException.class,
                                failed -> assertThat(failed.reason()).isEqualTo(reason)));
    }

    @Test
    void theAnswerComesWithTheProgramThatTheDaemonHadAcknowledged() {
        NodeConnection connection = connect(true);
        CompletableFuture<NodeAnswer> answer = ask();
        ReadQuestion question = asked(1);
        assertThat(question.addresses()).containsExactly(IpAddress.parse("10.244.1.2"));

        EndpointReading reading = FakeKernel.of(stream.program(), WEB);
        connection.answered(question.id(), reading);

        assertThat(answer.join().reading()).isEqualTo(reading);
        assertThat(answer.join().program()).isEqualTo(stream.program());
        assertThat(answer.join().revision()).isEqualTo(stream.program().revision());
    }

    @Test
    void aNodeThatIsAwayIsNotAskedAndOneThatGoesAwayIsNotWaitedFor() {
        fails(() -> publisher.read(NODE, WEB), Reason.AWAY);
        NodeConnection connection = connect(true);
        CompletableFuture<NodeAnswer> answer = ask();
        asked(1);
        connection.closed();
        fails(answer::join, Reason.AWAY);
        fails(() -> publisher.read(NODE, WEB), Reason.AWAY);
    }

    @Test
    void aDaemonThatDidNotSayThatItAnswersIsNeverAsked() {
        connect(false);
        fails(() -> publisher.read(NODE, WEB), Reason.TOO_OLD);
        assertThat(stream.asked()).isEmpty();
    }

    @Test
    void aPodThatTheNodeDoesNotEnforceIsNotThere() {
        connect(true);
        fails(() -> publisher.read(NODE, new PodName("shop", "web-2")), Reason.NOT_THERE);
    }

    @Test
    void whatTheDaemonCouldNotReadIsSaid() {
        NodeConnection connection = connect(true);
        CompletableFuture<NodeAnswer> answer = ask();
        connection.unanswered(asked(1).id(), "errno=EPERM");
        fails(answer::join, Reason.UNREADABLE);
        assertThatThrownBy(answer::join).hasMessageContaining("errno=EPERM");
    }

    @Test
    void aNodeIsAskedAFewQuestionsAtOnceAndNoMore() {
        NodeConnection connection = connect(true);
        List<CompletableFuture<NodeAnswer>> answers =
                Stream.generate(this::ask).limit(Questions.AT_ONCE).toList();
        asked(Questions.AT_ONCE);
        fails(() -> publisher.read(NODE, WEB), Reason.BUSY);

        EndpointReading reading = FakeKernel.of(stream.program(), WEB);
        stream.asked().forEach(question -> connection.answered(question.id(), reading));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().reading()).isEqualTo(reading));
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeIsSilentAndMayBeAskedAgain() {
        Questions questions = new Questions(Duration.ofMillis(20));
        for (int time = 0; time < 2 * Questions.AT_ONCE; time++) {
            CompletableFuture<NodeAnswer> answer = questions.ask(stream, List.of());
            fails(answer::join, Reason.SILENT);
        }
    }

    @Test
    void anAnswerToNoQuestionIsNone() {
        NodeConnection connection = connect(true);
        connection.answered(4711, FakeKernel.of(stream.program(), WEB));
        assertThat(stream.closedBecause()).isNull();
    }
}
