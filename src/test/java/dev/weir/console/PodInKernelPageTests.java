package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NodeName;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.nodes.EndpointReading;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.FakeKernel;
import dev.weir.nodes.NodeAnswer;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.EndpointProgram;
import dev.weir.program.NodeProgram;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PodInKernelPageTests extends PageTests {
    private static final NodeName NODE = new NodeName("weir-node-1");
    private static final NodeProgram PROGRAM = new PolicyCompiler()
            .compile(ClusterSnapshot.of(48_211, ShopCluster.contents()))
            .program(NODE);

    @Autowired
    FakeEndpointReader node;

    @AfterEach
    void nothingIsThere() {
        node.fail(Reason.NOT_THERE);
    }

    private static EndpointProgram isolated() {
        return PROGRAM.endpoints().values().stream()
                .filter(endpoint -> !FakeKernel.of(PROGRAM, endpoint.pod())
                        .subjects()
                        .getFirst()
                        .ingress()
                        .verdicts()
                        .isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private Document page(EndpointReading reading) {
        node.answer(new NodeAnswer(reading, PROGRAM, 48_211));
        return browser.page(address());
    }

    private static String address() {
        return "/nodes/weir-node-1/pods/" + isolated().pod();
    }

    @Test
    void saysInOneSentenceThatTheKernelEnforcesWhatTheRevisionSays() {
        Document page = page(FakeKernel.of(PROGRAM, isolated().pod()));
        assertThat(page.expectFirst("#verdict").text()).isEqualTo("The kernel enforces what revision 48211 says.");
        assertThat(page.select("#differences")).isEmpty();
        assertThat(page.select("h2").eachText()).contains("Inbound", "Outbound", "Addresses");
        assertThat(page.text()).contains("ingress[0]", "Everything else is denied.", "veth-");
        assertThat(browser.get(address()).getHeader("Link"))
                .startsWith("</api/v1/nodes/weir-node-1/pods/" + isolated().pod() + "/policy>");
    }

    @Test
    void showsEveryDifferenceWithBothSidesAndWhatToDo() {
        Document page = page(
                FakeKernel.withoutVerdicts(FakeKernel.of(PROGRAM, isolated().pod())));
        assertThat(page.expectFirst("#verdict").text())
                .startsWith("The kernel does not enforce what revision 48211 says");
        assertThat(page.select("#differences tbody tr").text()).contains("verdict_map", "no such entry", "admitted by");
        assertThat(page.text()).contains("restarting it does so at once");
    }

    @Test
    void thePodsOfANodeLeadThere() {
        assertThat(browser.page("/nodes/weir-node-1")
                        .select("a:contains(shop/redis-cart-0)")
                        .attr("href"))
                .isEqualTo("/nodes/weir-node-1/pods/shop/redis-cart-0");
    }

    @Test
    void aNodeThatCannotBeAskedIsSaidWithItsStatusAndWhatToDo() {
        Map<Reason, Integer> answers = Map.of(
                Reason.NOT_THERE, 404,
                Reason.AWAY, 503,
                Reason.TOO_OLD, 409,
                Reason.BUSY, 429,
                Reason.SILENT, 504,
                Reason.UNREADABLE, 502);
        answers.forEach((reason, status) -> {
            node.fail(reason);
            assertThat(browser.get(address()).getStatus()).as(reason.name()).isEqualTo(status);
            assertThat(browser.page(address()).text()).contains("why there is no answer of weir-node-1");
        });
    }
}
