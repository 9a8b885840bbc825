package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.Grant;
import dev.weir.access.PeopleOffice;
import dev.weir.alert.Alerts;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditReader;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Sightings;
import dev.weir.audit.Subject;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.expectation.Claim;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * A reader of one namespace asks for every page there is, also for those that are added later: the routes are not listed here but taken from
 * the server. Everything of the other namespace is called {@code zzq…}, so one look at an answer finds what should not be in it.
 */
@DirtiesContext
class OneNamespaceTests extends PageTests {
    private static final String SECRET = "zzq";
    private static final List<String> NAMESPACES = List.of("mine", "zzq-space");
    private static final List<String> NAMES = List.of("mine-in", "zzq-policy", "weir-node-1", "mine", "zzq-space");
    /** An endless answer, and the page that others are answered with when they fail. */
    private static final Set<String> LEFT_OUT = Set.of("/logs/tail", "/error");

    @Autowired
    MockMvc mvc;

    @Autowired
    RecordStore records;

    @Autowired
    PeopleOffice office;

    @Autowired
    Alerts alerts;

    @Autowired
    AuditTrail trail;

    @Autowired
    ExpectationBook expectations;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    @BeforeEach
    void twoNamespacesAndAReaderOfOne() {
        NetworkPolicy mine = policy("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: mine-in, namespace: mine}
                spec:
                  podSelector: {}
                  ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}]
                """);
        NetworkPolicy theirs = policy("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: zzq-policy, namespace: zzq-space}
                spec: {podSelector: {matchLabels: {app: zzq-label}}, ingress: []}
                """);
        browser.become(new ClusterContents(
                List.of(
                        new Namespace("mine", Map.of(), Map.of(Namespace.DENY_LOGGING_ANNOTATION, "true")),
                        new Namespace("zzq-space", Map.of("team", "zzq-team"), Map.of())),
                List.of(),
                List.of(pod("mine", "my-pod", "10.0.0.1"), pod("zzq-space", "zzq-pod", "10.0.0.2")),
                List.of(mine, theirs),
                new LoggingConfig(new Switch(true, false), new Switch(true, false), 1, "1"),
                new LoggingConfig(new Switch(true, false), new Switch(true, false), 1, "1")));
        records.append(
                "weir-node-1",
                77,
                List.of(
                        record(
                                1,
                                "mine/my-pod",
                                "zzq-space/zzq-pod",
                                Direction.EGRESS,
                                "mine/mine-in",
                                Verdict.ALLOWED),
                        record(
                                2,
                                "zzq-space/zzq-pod",
                                "mine/my-pod",
                                Direction.EGRESS,
                                "zzq-space/zzq-policy",
                                Verdict.ALLOWED),
                        record(
                                3,
                                "mine/my-pod",
                                "zzq-space/zzq-pod",
                                Direction.INGRESS,
                                "zzq-space/zzq-policy",
                                Verdict.DENIED),
                        record(
                                4,
                                "zzq-space/zzq-pod",
                                "zzq-space/zzq-pod",
                                Direction.INGRESS,
                                "zzq-space/zzq-policy",
                                Verdict.DENIED)));
        expectations.put(
                expectation("zzq-space", "zzq-e"), Claim.parse("nobody may reach zzq-pod", "zzq-space"), "admin", -1);
        expectations.put(
                expectation("mine", "zzq-named"), Claim.parse("nobody may reach zzq-space/*", "mine"), "admin", -1);
        expectations.put(expectation("mine", "inside"), Claim.parse("nobody may reach my-pod:80", "mine"), "admin", -1);
        alerts.look();
        Sightings changes = new Sightings(trail).complete(ConsoleFixture.NOON);
        for (String policy : List.of("mine/mine-in", "zzq-space/zzq-policy")) {
            String[] names = policy.split("/");
            changes.see(
                    ConsoleFixture.NOON,
                    Sightings.policy(names[0], names[1]),
                    null,
                    Sightings.written(
                            Sightings.policy(names[0], names[1], 80), "1", names[0] + "-ctl", ConsoleFixture.NOON));
        }
        trail.note(Subject.own(Subject.Kind.PERSON, "zzq-person"), "", "roles: viewer@zzq-space");
        office.put("reader-of-mine", "a long enough password", List.of(Grant.parse("viewer@mine")), "admin");
    }

    private static ExpectationRef expectation(String namespace, String name) {
        return new ExpectationRef(namespace, name);
    }

    private static NetworkPolicy policy(String yaml) {
        return ShopCluster.policy(yaml);
    }

    private static Pod pod(String namespace, String name, String address) {
        return new Pod(
                new PodRef(namespace, name),
                name,
                Map.of("app", name.startsWith(SECRET) ? "zzq-label" : "my-label"),
                new NodeName("weir-node-1"),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
    }

    private static FlowRecord record(
            long sequence, String from, String to, Direction direction, String policy, Verdict verdict) {
        String[] by = policy.split("/");
        return new FlowRecord(
                sequence,
                ConsoleFixture.NOON.minusSeconds(30 + sequence),
                ConsoleFixture.NOON.minusSeconds(30 + sequence),
                verdict,
                direction,
                new Connection(Protocol.TCP, address(from), 40_000 + (int) sequence, address(to), 80),
                end(from),
                end(to),
                List.of(new PolicyMatch("NetworkPolicy", new PolicyRef(by[0], by[1]), List.of(0))),
                1,
                1);
    }

    private static IpAddress address(String pod) {
        return IpAddress.parse(pod.startsWith(SECRET) ? "10.0.0.2" : "10.0.0.1");
    }

    private static FlowPeer end(String pod) {
        String[] parts = pod.split("/");
        return new FlowPeer.PodEnd(new PodRef(parts[0], parts[1]), null, "weir-node-1");
    }

    private MockHttpServletResponse ask(String address, boolean fragment) {
        try {
            var request = MockMvcRequestBuilders.get(URI.create(address))
                    .with(SecurityMockMvcRequestPostProcessors.user("reader-of-mine"));
            return mvc.perform(fragment ? request.header("HX-Request", "true") : request)
                    .andReturn()
                    .getResponse();
        } catch (Exception failed) {
            throw new IllegalStateException(address, failed);
        }
    }

    @Test
    void noPageShowsAnythingOfAnotherNamespace() {
        int answered = 0;
        for (String address : addresses()) {
            for (boolean fragment : new boolean[] {false, true}) {
                MockHttpServletResponse answer = ask(address, fragment);
                String text = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
                for (String asked : address.split("[/?=&]")) {
                    // What the reader asked for by name may come back in the sentence that refuses it.
                    text = asked.startsWith(SECRET) ? text.replace(asked, "") : text;
                }
                assertThat(text).as(address).doesNotContain(SECRET);
                assertThat(answer.getStatus()).as(address).isLessThan(500);
                if (address.startsWith("/ns/zzq-space")) {
                    assertThat(answer.getStatus()).as(address).isNotEqualTo(200);
                }
                answered += answer.getStatus() == 200 ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThan(20);
    }

    private Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        for (RequestMappingInfo route : routes.getHandlerMethods().keySet()) {
            Set<RequestMethod> methods = route.getMethodsCondition().getMethods();
            for (String path : route.getPatternValues()) {
                if ((methods.isEmpty() || methods.contains(RequestMethod.GET)) && !LEFT_OUT.contains(path)) {
                    addresses.addAll(filled(path));
                }
            }
        }
        for (String id : everyId()) {
            addresses.add("/logs?open=" + id);
        }
        addresses.add("/logs?join=true&from=24h");
        for (NamespaceTab tab : NamespaceTab.values()) {
            NAMESPACES.forEach(namespace -> addresses.add(tab.href(namespace)));
        }
        for (String view : FlowsQuery.VIEWS) {
            addresses.add("/flows?from=24h&view=" + view);
            addresses.add("/flows?from=24h&scope=namespace&view=" + view);
        }
        for (String frozen :
                List.of("/flows?from=24h", "/ns/mine?tab=matrix", "/ns/mine?tab=denials", "/reach?to=mine")) {
            addresses.add(frozen + "&at=" + ConsoleFixture.NOON);
        }
        for (String frozen : List.of("/", "/ns/mine", "/ns/zzq-space")) {
            addresses.add(frozen + "?at=" + ConsoleFixture.NOON);
        }
        addresses.add("/history?ns=zzq-space");
        addresses.add("/history?policy=zzq-policy");
        for (String question : List.of("to=mine", "to=mine&diffFrom=-1h", "to=zzq-space", "to=mine&from=zzq-space")) {
            addresses.add("/reach?" + question);
        }
        addresses.add("/logs/export?format=csv&from=24h");
        addresses.add("/logs/export?format=ndjson&from=24h");
        return addresses;
    }

    private List<String> filled(String path) {
        List<String> open = new ArrayList<>(List.of(path));
        List<String> done = new ArrayList<>();
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            int brace = next.indexOf('{');
            if (brace < 0) {
                done.add(next);
                continue;
            }
            int end = next.indexOf('}', brace);
            for (String value : values(next.substring(brace + 1, end))) {
                open.add(next.substring(0, brace) + value + next.substring(end + 1));
            }
        }
        return done;
    }

    private List<String> values(String variable) {
        return switch (variable) {
            case "namespace", "ns" -> NAMESPACES;
            case "id" -> everyId();
            case "rule" -> List.of("denied-spike", "scan");
            default -> NAMES;
        };
    }

    private List<String> everyId() {
        List<String> ids = new ArrayList<>();
        records
                .query(RecordQuery.newest(
                        RecordFilter.ALL,
                        new TimeRange(ConsoleFixture.NOON.minusSeconds(3600), ConsoleFixture.NOON.plusSeconds(1)),
                        100))
                .records()
                .stream()
                .map(StoredRecord::id)
                .forEach(ids::add);
        alerts.list().forEach(entry -> ids.add(entry.alert().id()));
        trail.list(AuditQuery.ALL, new AuditReader("admin", true, true, Set.of()), 100)
                .forEach(entry -> ids.add(Long.toString(entry.id())));
        return ids;
    }

    @Test
    void aWitnessOfAnotherNamespaceStaysUnnamed() throws Exception {
        String page = ask("/expectations?ns=mine", false).getContentAsString(StandardCharsets.UTF_8);
        assertThat(page)
                .contains("nobody may reach my-pod:80", "a pod of another namespace may reach mine/my-pod on TCP 80")
                .contains("admitted by mine/mine-in (rule 1)");
    }

    @Test
    void theOtherEndOfARecordIsHiddenAndItsNameCannotBeFoundOutByAsking() {
        assertThat(rows("")).isEqualTo(3);
        assertThat(rows("dest.pod_name=~\"^zzq\"")).isZero();
        assertThat(rows("NOT dest.pod_name=~\"^zzq\"")).isEqualTo(3);
        assertThat(rows("policies.name:zzq")).isZero();
        assertThat(rows("\"zzq\"")).isZero();
        assertThat(rows("src.pod_name=my-pod")).isEqualTo(2);
    }

    private int rows(String filter) {
        String address = "/logs?from=24h&q="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
        MockHttpServletResponse answer = ask(address, false);
        assertThat(answer.getStatus()).as(address).isEqualTo(200);
        return ConsoleFixture.Browser.html(answer).select("table.records time").size();
    }

    @Test
    void aReaderWritesNothing() throws Exception {
        for (String address : List.of(
                "/ns/mine/policies/mine-in/delete",
                "/ns/mine/deny-logging",
                "/ns/mine/mode",
                "/logging",
                "/access/people",
                "/alerts/webhook")) {
            int status = mvc.perform(MockMvcRequestBuilders.post(URI.create(address))
                            .param("on", "true")
                            .param("shadow", "true")
                            .param("confirm", "mine-in")
                            .with(SecurityMockMvcRequestPostProcessors.user("reader-of-mine"))
                            .with(SecurityMockMvcRequestPostProcessors.csrf()))
                    .andReturn()
                    .getResponse()
                    .getStatus();
            assertThat(status).as(address).isEqualTo(403);
        }
    }

    @Test
    void whoeverIsRemovedIsSignedOutWithTheNextRequest() {
        assertThat(ask("/", false).getStatus()).isEqualTo(200);
        office.remove("reader-of-mine");
        MockHttpServletResponse answer = ask("/", false);
        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(answer.getHeader("Location")).endsWith("/login");
    }
}
