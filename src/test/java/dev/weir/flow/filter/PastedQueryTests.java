package dev.weir.flow.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands and addresses of others, pasted as they are, become filters of our own; and filters become theirs again. */
class PastedQueryTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hubble observe                                              | ``",
                "hubble observe --verdict DROPPED                            | disposition=\"deny\"",
                "$ hubble observe flows --verdict=FORWARDED -o json          | disposition=\"allow\"",
                "kubectl exec -n kube-system ds/cilium -- hubble observe --verdict DROPPED | disposition=\"deny\"",
                "--verdict DROPPED --verdict FORWARDED                       | disposition=\"deny\" OR disposition=\"allow\"",
                "hubble observe -t drop --protocol TCP                       | disposition=\"deny\" AND connection.protocol=\"tcp\"",
                "hubble observe --type policy-verdict                        | ``",
                "hubble observe --traffic-direction egress                   | connection.direction=\"egress\"",
                "hubble observe --from-pod shop/web                          | src.namespace=\"shop\" AND src.pod_name=~\"^web\"",
                "hubble observe --to-pod shop/                               | dest.namespace=\"shop\"",
                "hubble observe --to-pod web                                 | dest.namespace=\"default\" AND dest.pod_name=~\"^web\"",
                "hubble observe --to-pod /web.a                              | dest.pod_name=~\"^web\\\\.a\"",
                "hubble observe --to-namespace shop --to-pod web             | dest.namespace=\"shop\" AND dest.pod_name=~\"^web\"",
                "hubble observe --from-namespace a --from-namespace b        | src.namespace=\"a\" OR src.namespace=\"b\"",
                "hubble observe -n shop                                      | src.namespace=\"shop\" OR dest.namespace=\"shop\"",
                "hubble observe -A --verdict DROPPED                         | disposition=\"deny\"",
                "hubble observe --pod shop/web --port 80                     | (connection.src_port=80 AND (src.namespace=\"shop\" AND src.pod_name=~\"^web\")) OR (connection.dest_port=80 AND (dest.namespace=\"shop\" AND dest.pod_name=~\"^web\"))",
                "hubble observe --port 80 --pod shop/web                     | (connection.src_port=80 AND (src.namespace=\"shop\" AND src.pod_name=~\"^web\")) OR (connection.dest_port=80 AND (dest.namespace=\"shop\" AND dest.pod_name=~\"^web\"))",
                "hubble observe --from-ip 10.0.0.0/8 --to-port 443           | ip_in_net(connection.src_ip, \"10.0.0.0/8\") AND connection.dest_port=443",
                "hubble observe --ip fd00::1                                 | connection.src_ip=\"fd00::1\" OR connection.dest_ip=\"fd00::1\"",
                "hubble observe --to-workload Deployment/web                 | dest.workload_kind=\"deployment\" AND dest.workload_name=\"web\"",
                "hubble observe --workload web                               | src.workload_name=\"web\" OR dest.workload_name=\"web\"",
                "hubble observe --to-label reserved:world                    | dest.instance:* AND NOT dest.node_name:*",
                "hubble observe --from-identity host                         | src.instance:* AND src.node_name:*",
                "hubble observe --node-name kind/worker-*                    | node_name=~\"^worker-[^.]*$\"",
                "hubble observe --drop-reason-desc POLICY_DENIED -6          | disposition=\"deny\" AND ip_in_net(connection.src_ip, \"::/0\")",
                "hubble observe --not --to-port 53                           | NOT connection.dest_port=53",
                "hubble observe --verdict DROPPED --not --to-port 53         | disposition=\"deny\" AND NOT connection.dest_port=53",
                "hubble observe --not --to-port 53 --not --protocol udp      | NOT (connection.dest_port=53 AND connection.protocol=\"udp\")",
                "gcloud logging read 'jsonPayload.disposition=\"deny\"'      | disposition=\"deny\"",
                "gcloud logging read --project P \"jsonPayload.src.namespace=\\\"x\\\"\" | src.namespace=\"x\"",
                "curl -sG http://h:1/api/v1/logs --data-urlencode 'filter=disposition=deny' | disposition=\"deny\"",
                "https://weir.example/logs?q=count%3E1&verdict=deny          | count>1 AND disposition=\"deny\"",
                "disposition=deny                                            | disposition=\"deny\"",
            })
    void isReadAs(String pasted, String expected) {
        assertThat(PastedQuery.of(pasted).recordFilter().readsAs()).isEqualTo(expected);
    }

    @Test
    void timesCountsAndLiveArePartOfTheQuestion() {
        PastedQuery hubble = PastedQuery.of("hubble observe --since 1h30m --until 2026-03-01T12:00:00Z --first 5 -f");
        assertThat(hubble)
                .isEqualTo(new PastedQuery(
                        PastedQuery.Language.HUBBLE, "", "-PT1H30M", "2026-03-01T12:00:00Z", 5, true, true));
        PastedQuery gcloud = PastedQuery.of("gcloud logging read 'x' --freshness=1d12h --limit 10 --order=asc");
        assertThat(gcloud).isEqualTo(new PastedQuery(PastedQuery.Language.GCLOUD, "x", "-PT36H", "", 10, true, false));
        assertThat(PastedQuery.of("gcloud beta logging tail").live()).isTrue();
        assertThat(PastedQuery.of("https://h/logs?live=1&from=6h").live()).isTrue();
        assertThat(PastedQuery.of("https://h/logs?live=1&from=6h").from()).isEqualTo("6h");
    }

    @Test
    void aCommentAtTheStartOfAFilterIsNoFlag() {
        assertThat(PastedQuery.of("""
                --all denies
                disposition=deny""").recordFilter().readsAs()).isEqualTo("disposition=\"deny\"");
        assertThat(PastedQuery.of("-ns=shop").recordFilter().readsAs()).startsWith("NOT (");
    }

    @Test
    void linesMayBeContinued() {
        assertThat(PastedQuery.of("hubble observe \\\n  --verdict DROPPED \\\n  --to-port 80")
                        .filter())
                .isEqualTo("disposition=\"deny\" AND connection.dest_port=80");
    }

    @ParameterizedTest(name = "{0} is refused at column {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hubble observe --verdict AUDIT              | 26 | FORWARDED or DROPPED",
                "hubble observe --verdict                    | 16 | Write the value",
                "hubble observe --to-service shop/web        | 29 | --to-workload",
                "hubble observe --to-fqdn *.example.com      | 26 | --to-ip",
                "hubble observe -l app=web                   | 19 | reserved:world",
                "hubble observe --http-status 500            | 16 | cannot be answered",
                "hubble observe --protocol dns               | 27 | layer 7",
                "hubble observe --protocol sctp              | 27 | connection.protocol=\"unknown\"",
                "hubble observe --type l7                    | 23 | policy-verdict",
                "hubble observe --from-ip 10.0.0             | 26 | is not an IP address",
                "hubble observe --to-port http               | 26 | number such as 443",
                "hubble observe --last many                  | 23 | --last 20",
                "hubble observe --since yesterday            | 24 | 15m",
                "hubble observe --traffic-direction in       | 36 | ingress or egress",
                "hubble observe 'x                           | 16 | Close it",
                "hubble status                               | 8  | hubble observe",
                "gcloud logging read a b                     | 23 | one pair of quotes",
                "gcloud logging read 'x' --freshness=soon    | 37 | 10m, 6h or 1d",
                "curl https://example.com/                   | 1  | /api/v1/logs",
                "https://h/logs?q=%ZZ                        | 18 | Copy the whole",
            })
    void whatRecordsCannotAnswerIsRefusedWithItsColumn(String pasted, int column, String reason) {
        assertThatThrownBy(() -> PastedQuery.of(pasted).recordFilter())
                .isInstanceOfSatisfying(FilterSyntaxException.class, wrong -> {
                    assertThat(wrong.column()).as(wrong.getMessage()).isEqualTo(column);
                    assertThat(wrong.getMessage()).contains(reason);
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                  | hubble observe --since 1h",
                "disposition=deny                                    | hubble observe --verdict DROPPED --since 1h",
                "disposition=deny dest_port=(80 OR 443)              | hubble observe --verdict DROPPED --to-port 80 --to-port 443 --since 1h",
                "ns=shop disposition=deny                            | hubble observe --namespace shop --verdict DROPPED --since 1h",
                "src.namespace=shop src.pod_name=~\"^web\"           | hubble observe --from-pod shop/web --since 1h",
                "ip=10.0.0.0/8                                       | hubble observe --ip 10.0.0.0/8 --since 1h",
                "protocol=udp -dest_port=53                          | hubble observe --protocol udp --not --to-port 53 --since 1h",
                "resource.type=k8s_node log_id(policy-action)        | hubble observe --since 1h",
                "count>3                                             | has no flag for count>3",
                "ns=shop port=80                                     | has no flag for connection.src_port=80 OR connection.dest_port=80",
                "-ns=a -ns=b                                         | has no flag for NOT (src.namespace=\"b\" OR dest.namespace=\"b\")",
                "policies.name=x                                     | has no flag for policies.name=\"x\"",
                "src.pod=web-1                                       | has no flag for src.pod_name=\"web-1\"",
            })
    void isSaidToHubbleOrRefused(String filter, String expected) {
        Translation translation = RecordFilter.parse(filter).translation("-1h", "");
        String said = translation.hubble();
        if (said == null) {
            assertThat(translation.hubbleRefusal()).contains(expected);
        } else {
            assertThat(said).isEqualTo(expected);
            assertThat(PastedQuery.of(said).recordFilter().readsAs().isEmpty())
                    .as("whether it asks for everything")
                    .isEqualTo(RecordFilter.parse(filter).toSql().sql().matches("(true|AND|[() ])*"));
        }
    }

    @Test
    void isSaidToCloudLoggingAndToCurl() {
        Translation translation =
                RecordFilter.parse("disposition=deny AND ns=shop").translation("-PT36H", "");
        assertThat(translation.gcloud())
                .isEqualTo("gcloud logging read 'resource.type=\"k8s_node\" AND log_id(\"policy-action\") AND"
                        + " (jsonPayload.disposition=\"deny\" AND (jsonPayload.src.namespace=\"shop\" OR jsonPayload.dest.namespace=\"shop\"))'"
                        + " --freshness=36h");
        assertThat(translation.curl())
                .contains("--data-urlencode 'filter=disposition=deny AND ns=shop' --data-urlencode from=-PT36H");
        assertThat(PastedQuery.of(translation.gcloud()).recordFilter().readsAs())
                .endsWith("(disposition=\"deny\" AND (src.namespace=\"shop\" OR dest.namespace=\"shop\"))");
        assertThat(PastedQuery.of(translation.gcloud()).from()).isEqualTo("-PT36H");
    }

    @Test
    void aQuoteCannotBreakOutOfTheShell() {
        Translation translation = RecordFilter.parse("src.pod=\"a'; rm -rf /\"").translation("", "");
        assertThat(translation.curl()).contains("'filter=src.pod=\"a'\\''; rm -rf /\"'");
        assertThat(PastedQuery.of(translation.gcloud()).recordFilter().readsAs())
                .contains("\"a'; rm -rf /\"");
    }
}
