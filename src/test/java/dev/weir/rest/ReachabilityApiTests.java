package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.rest.ApiClient.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class ReachabilityApiTests {
    @LocalServerPort
    int port;

    @Autowired
    RecordStore store;

    @Autowired
    MemoryApiServer apiServer;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    private Answer verdict(String body) {
        return api.send("POST", "/api/v1/verdicts", body, "Content-Type", "application/json");
    }

    @Test
    void aVerdictHasBothDirectionsAndAWordForEachPolicy() {
        JsonNode answer = verdict("""
                {"from": {"ip": "203.0.113.9"}, "to": {"workload": "shop/redis-cart"}, "protocol": "UDP", "port": 9}""").json();
        assertThat(answer.get("verdict").asString()).isEqualTo("deny");
        JsonNode side = answer.at("/cases/0/sides/0");
        assertThat(side.get("direction").asString()).isEqualTo("ingress");
        assertThat(side.at("/policies/0/word").asString()).isEqualTo("DoesNotAdmit");
        JsonNode open = verdict("""
                {"from": {"labels": {"a": "b"}, "namespace": "payments"}, "to": {"pod": "shop/web"}, "port": 80}""").json();
        assertThat(open.get("verdict").asString()).isEqualTo("allow");
        assertThat(open.at("/cases/0/sides").size()).isEqualTo(2);
    }

    @Test
    void whatIsNoQuestionIsRefused() {
        for (String body : List.of(
                "{}",
                "{\"from\": {\"ip\": \"x\"}, \"to\": {\"pod\": \"shop/web\"}, \"port\": 80}",
                "{\"from\": {\"ip\": \"10.0.0.1\", \"pod\": \"a/b\"}, \"to\": {\"pod\": \"shop/web\"}, \"port\": 80}",
                "{\"from\": {\"ip\": \"10.0.0.1\"}, \"to\": {\"pod\": \"shop/web\"}, \"port\": 70000}",
                "{\"from\": {\"ip\": \"10.0.0.1\"}, \"to\": {\"pod\": \"shop/web\"}, \"port\": 80, \"protocol\": \"ICMP\"}",
                "{\"from\": {\"ip\": \"10.0.0.1\"}, \"to\": {\"pod\": \"shop/web\"}, \"port\": 80, \"at\": \"-P900D\"}")) {
            assertThat(verdict(body).status()).as(body).isEqualTo(400);
        }
        assertThat(verdict("{\"from\": {\"ip\": \"10.0.0.1\"}, \"to\": {\"workload\": \"shop/none\"}, \"port\": 80}")
                        .json()
                        .get("verdict")
                        .asString())
                .isEqualTo("nobody");
    }

    @Test
    void whoCanReachAWorkloadIsListedAndWhoCannotIsToldWhy() {
        JsonNode all = api.get("/api/v1/reachability?to=shop/web").json();
        assertThat(all.get("sources").findValuesAsString("name")).contains("redis-cart", "0.0.0.0/0");
        assertThat(all.at("/sources/0/enforcement").asString()).contains("node-1 refused revision");
        assertThat(all.at("/sources/0/answer").asString()).isEqualTo("undecidable");
        JsonNode one = api.get("/api/v1/reachability?to=shop/redis-cart&from=203.0.113.9&protocol=UDP&port=9")
                .json();
        assertThat(one.at("/sources/0/reason").asString()).contains("isolated by cart, none admits");
        JsonNode diff = api.get("/api/v1/reachability?to=shop/web&diffFrom=2026-03-01T12:00:01Z")
                .json();
        assertThat(diff.at("/diff/gained").size()).isZero();
        assertThat(api.get("/api/v1/reachability?to=shop/web&at=9999-01-01T00:00:00Z")
                        .body())
                .contains("has not come yet");
        assertThat(api.get("/api/v1/reachability?to=shop/web&diffFrom=9999-01-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/reachability?to=shop/web&at=-P900D").status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/reachability?to=1.2.3.4").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/reachability?to=shop&port=0").status()).isEqualTo(400);
    }

    @Test
    void aDeniedRecordHasAProposalThatIsAnObjectToApply() {
        apiServer.reset();
        PolicyRef policy = new PolicyRef("shop", "cart");
        apiServer.create(
                ObjectRef.policy(policy),
                Map.of("kind", "NetworkPolicy", "metadata", Map.of("name", "cart", "namespace", "shop")),
                WriteOptions.DEFAULT);
        Instant time = FlowRecords.NOON.plusSeconds(7);
        FlowPeer outside = new FlowPeer.AddressEnd("203.0.113.10");
        FlowPeer cart = new FlowPeer.PodEnd(new PodRef("shop", "redis-cart"), null, "node-1");
        FlowRecord denied = new FlowRecord(
                1,
                time,
                time,
                Verdict.DENIED,
                Direction.INGRESS,
                new FlowRecord.Connection(
                        Protocol.UDP, IpAddress.parse("203.0.113.10"), 4000, IpAddress.parse("10.0.0.2"), 9),
                outside,
                cart,
                List.of(new FlowRecord.PolicyMatch("NetworkPolicy", policy, List.of())),
                1,
                1);
        store.append("node-proposal", 7, List.of(denied));
        JsonNode proposal = api.get("/api/v1/logs/node-proposal-7-1/proposal").json();
        assertThat(proposal.get("status").asString()).isEqualTo("proposed");
        assertThat(proposal.get("sentence").asString()).contains("the address 203.0.113.10 on UDP 9");
        JsonNode object = proposal.at("/edits/0/object");
        assertThat(object.at("/metadata/resourceVersion").asString()).isNotEmpty();
        assertThat(object.at("/spec/ingress/2/from/0/ipBlock/cidr").asString()).isEqualTo("203.0.113.10/32");
        apiServer.reset();
        assertThat(api.get("/api/v1/logs/node-none-1-1/proposal").status()).isEqualTo(404);
    }
}
