package dev.weir.readback;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.net.IpAddress;
import dev.weir.nodes.EndpointReading;
import dev.weir.nodes.EndpointReading.IdentityCheck;
import dev.weir.nodes.EndpointReading.Isolation;
import dev.weir.nodes.EndpointReading.Rest;
import dev.weir.nodes.EndpointReading.Row;
import dev.weir.nodes.EndpointReading.Side;
import dev.weir.nodes.EndpointReading.SubjectInMaps;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.FakeKernel;
import dev.weir.nodes.NodeAnswer;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.IsolationMode;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.readback.PodInKernel.Agreement;
import dev.weir.readback.PodInKernel.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the maps hold, in names, and what of it is not as the policies say. */
class KernelReaderTests {
    private static final PodName WEB = new PodName("shop", "web-1");
    private static final NodeProgram PROGRAM = new PolicyCompiler()
            .compile(ClusterSnapshot.of(
                    48_211,
                    aCluster()
                            .withPod("shop/web-1", "node-1", "10.244.1.2")
                            .withPod("shop/client-1", "node-2", "10.244.2.2")
                            .withPod("cart/redis-1", "node-2", "10.244.2.3")
                            .withPolicy(denyAll("shop", "deny-all"))
                            .withPolicy(allowIngress("shop", "web-from-client", "client", "web"))
                            .contents()))
            .program(new NodeName("node-1"));
    private static final EndpointReading AS_IT_SHOULD_BE = FakeKernel.of(PROGRAM, WEB);

    private static PodInKernel read(EndpointReading reading, NodeProgram program) {
        FakeEndpointReader node = new FakeEndpointReader();
        node.answer(new NodeAnswer(reading, program, program.revision()));
        return new KernelReader(node).read(new NodeName("node-1"), new PodRef("shop", "web-1"));
    }

    private static PodInKernel read(EndpointReading reading) {
        return read(reading, PROGRAM);
    }

    @Test
    void mapsThatHoldTheProgramAgreeAndAreToldInNames() {
        PodInKernel pod = read(AS_IT_SHOULD_BE);

        assertThat(pod.differences()).isEmpty();
        assertThat(pod.agreement()).isEqualTo(Agreement.AGREES);
        assertThat(pod.revision()).isEqualTo(48_211);
        PodInKernel.Side ingress = pod.kernel().sides().getFirst();
        assertThat(ingress.direction()).isEqualTo("ingress");
        assertThat(ingress.mode()).isEqualTo("ENFORCED");
        assertThat(ingress.isolatedBy()).containsExactly("shop/deny-all", "shop/web-from-client");
        assertThat(ingress.admits()).singleElement().satisfies(admission -> {
            assertThat(admission.peers()).singleElement().asString().startsWith("pods of shop/client");
            assertThat(admission.policies()).containsExactly("shop/web-from-client ingress[0]");
        });
        assertThat(pod.kernel().endpoints())
                .extracting(PodInKernel.Endpoint::interfaceName)
                .containsExactly("veth-web-1");
    }

    @Test
    void aVerdictThatIsGoneIsADifferenceThatNamesThePeersAndThePolicy() {
        PodInKernel pod = read(FakeKernel.withoutVerdicts(AS_IT_SHOULD_BE));

        assertThat(pod.agreement()).isEqualTo(Agreement.DIFFERS);
        assertThat(pod.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.map()).isEqualTo("verdict_map");
            assertThat(difference.entry()).startsWith("ingress, pods of shop/client");
            assertThat(difference.kernel()).isNull();
            assertThat(difference.expected()).isEqualTo("admitted by shop/web-from-client ingress[0]");
        });
    }

    @Test
    void anIsolationThatIsGoneIsADifference() {
        SubjectInMaps subject = AS_IT_SHOULD_BE.subjects().getFirst();
        Side ingress = subject.ingress();
        Isolation isolation = ingress.isolation();
        Side open = new Side(
                new Isolation(
                        IsolationMode.NONE,
                        isolation.cookie(),
                        isolation.defaultPodClass(),
                        isolation.defaultOutsideClass()),
                ingress.peerClasses(),
                ingress.portClasses(),
                ingress.verdicts());
        PodInKernel pod = read(
                FakeKernel.with(AS_IT_SHOULD_BE, new SubjectInMaps(subject.fingerprint(), open, subject.egress())));

        assertThat(pod.differences())
                .containsExactly(new Difference("subject_map", "ingress, isolation", "NONE", "ENFORCED"));
    }

    @Test
    void addressesWithoutARowAndRowsOfOthersAreDifferences() {
        Row foreign = new Row(IpAddress.parse("10.244.1.99"), "veth-web-1", 7);
        PodInKernel pod = read(new EndpointReading(
                48_211, List.of(foreign), List.of(), AS_IT_SHOULD_BE.identities(), AS_IT_SHOULD_BE.rest()));

        assertThat(pod.differences())
                .extracting(Difference::map, Difference::entry)
                .contains(tuple("endpoint_map", "10.244.1.99"), tuple("endpoint_map", "10.244.1.2"));
    }

    @Test
    void identitiesThatAreMissingAndNumbersThatStandForNothingAreDifferences() {
        PodInKernel pod = read(new EndpointReading(
                48_211,
                AS_IT_SHOULD_BE.rows(),
                AS_IT_SHOULD_BE.subjects(),
                new IdentityCheck(3, 1, List.of("10.9.9.9/32 has the identity of number 4, not none")),
                new Rest(List.of("an entry of number 4711"), 0)));

        assertThat(pod.differences()).hasSize(3);
        assertThat(pod.differences().toString()).contains("10.9.9.9/32", "4711", "1 entries");
    }

    @Test
    void whatWasNotReadIsNotTakenForMissing() {
        EndpointReading partly = FakeKernel.withoutVerdicts(AS_IT_SHOULD_BE);
        PodInKernel pod = read(new EndpointReading(
                48_211, partly.rows(), partly.subjects(), partly.identities(), new Rest(List.of(), 12)));

        assertThat(pod.agreement()).isEqualTo(Agreement.INCOMPLETE);
        assertThat(pod.kernel().leftOut()).isEqualTo(12);
    }

    @Test
    void withoutAProgramOfThatRevisionNothingIsSaidToAgreeOrToDiffer() {
        assertThat(read(AS_IT_SHOULD_BE, NodeProgram.EMPTY).agreement()).isEqualTo(Agreement.UNKNOWN);
        assertThat(read(AS_IT_SHOULD_BE, PROGRAM.at(48_212)).agreement()).isEqualTo(Agreement.UNKNOWN);
    }

    @Test
    void manyDifferencesAreCountedAndNotListed() {
        List<String> unnamed = new ArrayList<>(
                IntStream.range(0, 1000).mapToObj(entry -> "entry " + entry).toList());
        PodInKernel pod = read(new EndpointReading(
                48_211,
                AS_IT_SHOULD_BE.rows(),
                AS_IT_SHOULD_BE.subjects(),
                AS_IT_SHOULD_BE.identities(),
                new Rest(unnamed, 0)));

        assertThat(pod.differences()).hasSize(200);
        assertThat(pod.moreDifferences()).isEqualTo(800);
    }
}
