package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** The queries of GKE's documentation and of its users, pasted as they are, find the sample's denied connections. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class PastedQueryE2ETests {

    /** As the documentation prints it, with the names of somebody's project. */
    static final String DOCUMENTED = """
        resource.type="k8s_node"
        resource.labels.location="europe-west1-b"
        resource.labels.cluster_name="shop-cluster"
        logName="projects/shop-project/logs/policy-action"
        """;

    static final List<String> QUERIES = List.of(
            DOCUMENTED + "jsonPayload.disposition=\"deny\"",
            DOCUMENTED + "jsonPayload.disposition=\"deny\"\njsonPayload.dest.pod_name=~\"redis-cart\"",
            DOCUMENTED + "jsonPayload.disposition=\"deny\"\njsonPayload.dest.pod_namespace=\"shop\"",
            DOCUMENTED + "jsonPayload.disposition=\"deny\" AND jsonPayload.dest.namespace=~\"shop\"",
            DOCUMENTED + "jsonPayload.disposition=\"deny\"\njsonPayload.src.namespace=\"default\"",
            DOCUMENTED + "jsonPayload.disposition=\"deny\" AND jsonPayload.connection.direction=\"ingress\"",
            "gcloud logging read --project shop-project 'resource.type=\"k8s_node\" AND"
                    + " logName=\"projects/shop-project/logs/policy-action\" AND jsonPayload.disposition=\"deny\"'");

    @ParameterizedTest
    @FieldSource("QUERIES")
    void aQueryPastedAsItIsFindsTheSamplesDenies(String query, Cluster cluster) {
        List<JsonNode> found = await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.records(query), records -> !records.isEmpty());

        assertThat(found)
                .allSatisfy(record ->
                        assertThat(record.get("disposition").asString()).isEqualTo("deny"));
        assertThat(found)
                .anySatisfy(record ->
                        assertThat(record.at("/dest/namespace").asString()).isEqualTo("shop"));
    }
}
