package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.testing.Clusters;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.FakeKernel;
import dev.weir.nodes.NodeAnswer;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import dev.weir.rest.ApiClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What programs are told of a node and of its kernel. */
@ApiTest
class NodeDetailApiTests {
    private static final String POLICY = "/api/v1/nodes/node-1/pods/shop/web-1/policy";
    private static final PodName WEB = new PodName("shop", "web-1");
    private static final NodeProgram PROGRAM = new PolicyCompiler()
            .compile(ClusterSnapshot.of(
                    48_211,
                    Clusters.aCluster()
                            .withPod("shop/web-1", "node-1", "10.244.1.2")
                            .withPod("shop/client-1", "node-1", "10.244.1.3")
                            .withPolicy(Clusters.allowIngress("shop", "web-in", "client", "web"))
                            .contents()))
            .program(new NodeName("node-1"));

    @LocalServerPort
    int port;

    @Autowired
    FakeEndpointReader node;

    @Autowired
    ApiTokens tokens;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    @AfterEach
    void nothingIsThere() {
        node.fail(Reason.NOT_THERE);
    }

    @Test
    void aPodsPolicyIsToldAsTheKernelHasItWithWhetherThatIsRight() {
        node.answer(new NodeAnswer(FakeKernel.of(PROGRAM, WEB), PROGRAM, 48_211));
        Answer answer = api.get(POLICY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/agreement").asString()).isEqualTo("AGREES");
        assertThat(answer.json().at("/revision").asLong()).isEqualTo(48_211);
        assertThat(answer.json().at("/kernel/sides/0/admits/0/policies/0").asString())
                .isEqualTo("shop/web-in ingress[0]");

        node.answer(new NodeAnswer(FakeKernel.withoutVerdicts(FakeKernel.of(PROGRAM, WEB)), PROGRAM, 48_211));
        Answer other = api.get(POLICY);
        assertThat(other.json().at("/agreement").asString()).isEqualTo("DIFFERS");
        assertThat(other.json().at("/differences/0/map").asString()).isEqualTo("verdict_map");
        assertThat(other.json().at("/differences/0/expected").asString()).contains("shop/web-in");
    }

    @Test
    void whyThereIsNoAnswerIsAProblemWithItsOwnStatusAndCode() {
        Map<Reason, String> problems = Map.of(
                Reason.NOT_THERE, "404 urn:weir:problem:not-found",
                Reason.AWAY, "503 urn:weir:problem:node-away",
                Reason.TOO_OLD, "409 urn:weir:problem:daemon-too-old",
                Reason.BUSY, "429 urn:weir:problem:busy",
                Reason.SILENT, "504 urn:weir:problem:node-silent",
                Reason.UNREADABLE, "502 urn:weir:problem:maps-unreadable");
        problems.forEach((reason, expected) -> {
            node.fail(reason);
            Answer answer = api.get(POLICY);
            assertThat(answer.status() + " " + answer.json().at("/type").asString())
                    .isEqualTo(expected);
            assertThat(answer.json().at("/detail").asString()).contains("node-1");
        });
    }

    @Test
    void whoMayNotSeeEveryNamespaceIsToldTheSameWhetherThePodIsThereOrNot() {
        String bearer = "Bearer "
                + tokens.create("of-payments", Grant.parse("editor@payments"), "admin", null)
                        .secret();
        node.answer(new NodeAnswer(FakeKernel.of(PROGRAM, WEB), PROGRAM, 48_211));
        Answer there = api.get(POLICY, "Authorization", bearer);
        node.fail(Reason.NOT_THERE);
        Answer notThere = api.get(POLICY, "Authorization", bearer);
        assertThat(there.status()).isEqualTo(403);
        assertThat(there.body()).isEqualTo(notThere.body());
        assertThat(api.send("POST", "/api/v1/nodes/node-1/diagnostics", null, "Authorization", bearer)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aViewerOfTheClusterGetsTheMapsAndTheDiagnosticsOfANode() {
        String bearer = "Bearer "
                + tokens.create("viewer", Grant.parse("viewer@*"), "admin", null)
                        .secret();
        assertThat(api.get("/api/v1/nodes/node-1/maps", "Authorization", bearer)
                        .json()
                        .has("items"))
                .isTrue();
        Answer diagnostics = api.send("POST", "/api/v1/nodes/node-1/diagnostics", null, "Authorization", bearer);
        assertThat(diagnostics.status()).isEqualTo(200);
        assertThat(diagnostics.json().at("/state/reason").asString()).isEqualTo("map is full");
        assertThat(diagnostics.json().at("/revisions/desired").asLong()).isEqualTo(3);
        assertThat(diagnostics.json().at("/daemon/kernel").asString()).isEqualTo("6.12");
        assertThat(diagnostics.json().at("/report").has("counts")).isFalse();
        assertThat(api.send("POST", "/api/v1/nodes/node-9/diagnostics", null, "Authorization", bearer)
                        .status())
                .isEqualTo(404);
    }
}
