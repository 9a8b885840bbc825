package dev.weir.flow.filter;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cluster.PodRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordFilterTests {
    /** web-6d4-x2 (Deployment web, 10.244.1.7:40000) → redis-cart-0 (StatefulSet redis-cart, 10.244.2.9:6379), by shop/web-to-cart. */
    private static final StoredRecord ALLOWED = new StoredRecord(1, "node-2", 9, FlowRecords.allowed(1, NOON));

    /** payments/Rogue_1 (10.244.1.8) → the same, four packets, isolated by payments/default-deny. */
    private static final StoredRecord DENIED = new StoredRecord(2, "node-2", 9, FlowRecords.denied(2, NOON));

    /** web → 203.0.113.10:443. */
    private static final StoredRecord OUTSIDE = new StoredRecord(3, "node-1", 9, FlowRecords.deniedEgress(3, NOON));

    /** ICMPv6 from the node to web, both IPv6. */
    private static final StoredRecord PING = new StoredRecord(4, "node-1", 9, ping());

    private static FlowRecord ping() {
        Connection connection =
                new Connection(Protocol.ICMPV6, IpAddress.parse("fd00::1"), 0, IpAddress.parse("fd00:10:244:1::7"), 0);
        FlowPeer web = new FlowPeer.PodEnd(new PodRef("shop", "web-6d4-x2"), null, "node-1");
        return new FlowRecord(
                4,
                NOON,
                NOON,
                Verdict.ALLOWED,
                Direction.INGRESS,
                connection,
                new FlowPeer.NodeEnd("node-1"),
                web,
                List.of(),
                1,
                7);
    }

    /** A D O P name the records above that match. */
    @ParameterizedTest(name = "{0} matches {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                             | ADOP",
                "disposition=\"deny\"                                           | DO",
                "jsonPayload.disposition=\"deny\"                               | DO",
                "disposition=DENY                                               | DO",
                "disposition!=\"deny\"                                          | AP",
                "verdict=allow                                                  | AP",
                "jsonPayload.dest.pod_name=~\"redis-cart\"                      | AD",
                "jsonPayload.dest.pod_name!~\"redis-cart\"                      | P",
                "NOT jsonPayload.dest.pod_name=~\"redis-cart\"                  | OP",
                "jsonPayload.dest.pod_namespace=\"shop\"                        | ADP",
                "jsonPayload.src.namespace=\"payments\"                         | D",
                "jsonPayload.connection.direction=\"egress\"                    | O",
                "jsonPayload.connection.dest_port=6379                          | AD",
                "jsonPayload.connection.dest_port=\"6379\"                      | AD",
                "connection.dest_port>=443 AND connection.dest_port<1000        | O",
                "port:40000                                                     | A",
                "-port:*                                                        | P",
                "connection.src_port:*                                          | ADO",
                "connection.protocol=tcp                                        | ADO",
                "protocol=unknown                                               | P",
                "src.pod_name=rogue_1                                           | D",
                "src.pod_name=~\"rogue\"                                        | ``",
                "src.pod_name=~\"^Rogue_[0-9]$\"                                | D",
                "src.pod_name:\"OGU\"                                           | D",
                "src.pod:*                                                      | ADO",
                "pod=redis-cart-0                                               | AD",
                "pod!=redis-cart-0                                              | OP",
                "ns=payments                                                    | D",
                "ns!=payments                                                   | AOP",
                "workload=web                                                   | AO",
                "src.workload_kind=Deployment                                   | AO",
                "dest.instance=203.0.113.10                                     | O",
                "dest.instance:*                                                | O",
                "src.instance=fd00::1                                           | P",
                "ip=10.244.2.9                                                  | AD",
                "ip=\"FD00:0010:0244:0001:0:0:0:7\"                             | P",
                "ip=10.244.0.0/16                                               | ADO",
                "ip_in_net(connection.dest_ip, \"203.0.113.0/24\")              | O",
                "ip_in_net(src_ip, \"::/0\")                                    | P",
                "NOT ip_in_net(ip, \"10.0.0.0/8\")                              | P",
                "connection.src_ip!=10.244.1.7                                  | DP",
                "connection.src_ip:\"10.244.1.\"                                | ADO",
                "policies.name=web-to-cart                                      | A",
                "policies.name:*                                                | A",
                "isolated_by.name=\"default-deny\"                              | DO",
                "weir.isolated_by.namespace=~\"pay\"                            | DO",
                "policy=~\"^[dw].*-(cart)?(deny)?$\"                           | ADO",
                "policy!=default-deny                                           | AP",
                "count>1                                                        | DO",
                "node_name=node-1                                               | OP",
                "resource.labels.node_name=\"node-1\"                           | OP",
                "timestamp>=\"2026-03-01T12:00:00Z\"                            | ADOP",
                "timestamp>2026-03-01T12:00:00.000Z                             | ``",
                "timestamp<\"2026-03-01T14:00:00+01:00\"                        | ADOP",
                "timestamp>=\"2026-03-02\"                                      | ``",
                "disposition=(\"deny\" OR \"allow\") src.ns=shop                | AO",
                "src.pod_name:(\"web\" AND \"x2\")                              | AO",
                "dest_port=(443 OR NOT 6379)                                    | OP",
                "disposition=deny direction=egress                              | O",
                "disposition=deny AND direction=egress OR dest_port=6379        | DO",
                "(disposition=deny AND direction=egress) OR dest_port=6379      | ADO",
                "NOT (disposition=deny OR direction=egress)                     | AP",
                "NOT NOT disposition=deny                                       | DO",
                "-disposition=deny -protocol=tcp                                | P",
                "redis                                                          | AD",
                "\"203.0.113\"                                                  | O",
                "rogue OR 443                                                   | D",
                "resource.type=\"k8s_node\" resource.labels.cluster_name=\"c\"  | ADOP",
                "resource.type=\"gce_instance\"                                 | ``",
                "resource.type!=\"gce_instance\"                                | ADOP",
                "logName=\"projects/P/logs/policy-action\" disposition=deny     | DO",
                "logName=\"projects/P/logs/other\"                              | ``",
                "log_id(\"policy-action\")                                      | ADOP",
                "log_id(\"events\")                                             | ``",
            })
    void theFilterMatches(String filter, String expected) {
        RecordFilter parsed = RecordFilter.parse(filter);
        StringBuilder matched = new StringBuilder();
        matched.append(parsed.matches(ALLOWED) ? "A" : "");
        matched.append(parsed.matches(DENIED) ? "D" : "");
        matched.append(parsed.matches(OUTSIDE) ? "O" : "");
        matched.append(parsed.matches(PING) ? "P" : "");
        assertThat(matched.toString()).isEqualTo(expected);
        RecordFilter again = RecordFilter.parse(parsed.readsAs());
        assertThat(again.readsAs()).isEqualTo(parsed.readsAs());
        assertThat(List.of(ALLOWED, DENIED, OUTSIDE, PING)).allMatch(r -> again.matches(r) == parsed.matches(r));
    }

    @Test
    void theQueryOfGkesDocumentationIsReadWithLineBreaksAndComments() {
        RecordFilter filter = RecordFilter.parse("""
                resource.type="k8s_node"
                resource.labels.location="europe-west1-b"
                resource.labels.cluster_name="shop"   -- which one
                logName="projects/my-project/logs/policy-action"
                jsonPayload.disposition="deny"
                -- all of them
                """);
        assertThat(filter.matches(DENIED)).isTrue();
        assertThat(filter.matches(ALLOWED)).isFalse();
    }

    @Test
    void readsAsShowsHowTheFilterWasUnderstood() {
        assertThat(RecordFilter.parse("disposition=deny AND ns=a OR pod:x").readsAs())
                .isEqualTo(
                        "disposition=\"deny\" AND (src.namespace=\"a\" OR dest.namespace=\"a\" OR src.pod_name:\"x\" OR dest.pod_name:\"x\")"
                                .replace(
                                        "src.namespace=\"a\" OR dest.namespace=\"a\" OR src.pod_name:\"x\" OR dest.pod_name:\"x\"",
                                        "(src.namespace=\"a\" OR dest.namespace=\"a\") OR (src.pod_name:\"x\" OR dest.pod_name:\"x\")"));
    }

    @ParameterizedTest(name = "{0} is refused at column {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "disposition=                                  | 13 | Write a value",
                "disposition=\"deny                            | 13 | Close it",
                "(disposition=deny                             | 1  | Add )",
                "disposition=deny)                             | 17 | write ( before",
                "()                                            | 1  | Write a comparison",
                "dest.pod_nam=x                                | 1  | Did you mean dest.pod_name?",
                "foo.bar.baz=x                                 | 1  | Fields are",
                "src.labels.app=x                              | 1  | Labels are not part",
                "disposition=deny and direction=egress         | 18 | Write AND",
                "OR disposition=deny                           | 1  | Write a comparison before",
                "disposition=deny AND                          | 21 | after AND",
                "dest_port=http                                | 11 | Write a number",
                "dest_port=~\"44.\"                            | 10 | Use =, <",
                "disposition>deny                              | 12 | Use =, !=",
                "timestamp>yesterday                           | 11 | RFC 3339",
                "ip=10.0.0                                     | 4  | Write an address",
                "ip_in_net(src_ip)                             | 1  | ip_in_net(connection.src_ip",
                "ip_in_net(disposition, \"10.0.0.0/8\")        | 11 | connection.src_ip",
                "src.pod=~\"[a\"                               | 10 | RE2",
                "src.pod=~\"(?<n>a)\"                          | 10 | Write (",
                "src.pod=(\"a\" \"b\")                         | 14 | Join values",
                "src.pod=;                                     | 9  | double quotes",
                "hubble observe --verdict DROPPED              | 16 | disposition=\"deny\"",
                "--to-port 443                                 | 1  | connection.dest_port",
                "--from-pod shop/web --not --to-port 80        | 1  | src.pod_name",
            })
    void aFaultIsNamedWithItsColumnAndWhatWouldBeRight(String filter, int column, String remedy) {
        assertThatThrownBy(() -> RecordFilter.parse(filter))
                .isInstanceOfSatisfying(FilterSyntaxException.class, wrong -> {
                    assertThat(wrong.column()).isEqualTo(column);
                    assertThat(wrong.line()).isEqualTo(1);
                    assertThat(wrong.getMessage()).contains(remedy);
                });
    }

    @Test
    void theLineOfAFaultIsCounted() {
        assertThatThrownBy(() -> RecordFilter.parse("disposition=deny\n  foo=1"))
                .isInstanceOfSatisfying(FilterSyntaxException.class, wrong -> {
                    assertThat(wrong.line()).isEqualTo(2);
                    assertThat(wrong.column()).isEqualTo(3);
                });
    }

    @Test
    void aFilterThatIsTooLongOrTooDeepIsRefused() {
        assertThatThrownBy(() -> RecordFilter.parse("a".repeat(20_001))).isInstanceOf(FilterSyntaxException.class);
        assertThatThrownBy(() -> RecordFilter.parse("(".repeat(5000))).isInstanceOf(FilterSyntaxException.class);
        assertThat(RecordFilter.parse("NOT ".repeat(4999) + "a").readsAs()).isNotEmpty();
    }

    @Test
    void twoFiltersAreJoined() {
        RecordFilter deny = RecordFilter.parse("disposition=deny OR count>9 -- why");
        RecordFilter both = deny.and(RecordFilter.parse("direction=egress"));
        assertThat(both.matches(OUTSIDE)).isTrue();
        assertThat(both.matches(DENIED)).isFalse();
        assertThat(deny.and(RecordFilter.ALL)).isEqualTo(deny);
        assertThat(RecordFilter.ALL.and(deny)).isEqualTo(deny);
    }

    @Test
    void aFieldIsFoundByAnyOfItsNames() {
        assertThat(RecordFilter.field("jsonPayload.dest.pod_namespace")
                        .orElseThrow()
                        .path())
                .isEqualTo("dest.namespace");
        assertThat(RecordFilter.field("ns")).isEmpty();
        assertThat(RecordFilter.field("nothing")).isEmpty();
    }
}
