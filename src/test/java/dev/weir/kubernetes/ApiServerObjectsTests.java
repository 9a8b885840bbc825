package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import dev.weir.cluster.KubernetesObjects.ObjectList;
import dev.weir.cluster.KubernetesObjects.ObjectQuery;
import dev.weir.cluster.KubernetesObjects.PatchForm;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Objects verbatim, against an API server that answers what each test says. */
@EnableKubernetesMockClient
class ApiServerObjectsTests {
    private static final ObjectRef POLICY = ObjectRef.policy(new PolicyRef("shop", "deny-all"));
    private static final String PATH = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
    private static final String STRICT = "?fieldValidation=Strict&fieldManager=weir";
    private static final Map<String, Object> OBJECT = Map.of(
            "apiVersion", "networking.k8s.io/v1", "kind", "NetworkPolicy", "metadata", Map.of("name", "deny-all"));

    @SuppressWarnings("NullAway") // set by the extension
    private KubernetesMockServer server;

    private ApiServerObjects objects() {
        Config config = new ConfigBuilder(server.createClient().getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new ApiServerObjects(
                new KubernetesClientBuilder().withConfig(config).build());
    }

    private static String status(int code, String reason, String details) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"said so\",\"reason\":\"%s\",\"code\":%d%s}"
                .formatted(reason, code, details);
    }

    private String lastBody() throws InterruptedException {
        return Objects.requireNonNull(server.getLastRequest()).getUtf8Body();
    }

    @Test
    void anExpiredContinueTokenComesWithAFreshOne() {
        server.expect()
                .get()
                .withPath(PATH + "?limit=1&continue=old")
                .andReturn(410, status(410, "Expired", ",\"metadata\":{\"continue\":\"fresh\"}"))
                .once();
        assertThatThrownBy(() -> objects().list(ObjectKind.NETWORK_POLICY, new ObjectQuery("shop", "", "", 1, "old")))
                .isInstanceOfSatisfying(
                        KubernetesException.Expired.class,
                        expired -> assertThat(expired.freshToken()).isEqualTo("fresh"));
    }

    @Test
    void unknownFieldsAndTheirOrderSurviveReading() {
        server.expect()
                .get()
                .withPath(PATH + "/deny-all")
                .andReturn(200, "{\"z\":1,\"a\":{\"y\":true,\"b\":[1,2]}}")
                .once();

        Map<String, Object> object = objects().get(POLICY);

        assertThat(object.keySet()).containsExactly("z", "a");
        assertThat(object.get("a")).isEqualTo(Map.of("y", true, "b", List.of(1, 2)));
    }

    @Test
    void objectsOfAListSayTheirKindThemselves() {
        server.expect()
                .get()
                .withPath(PATH + "?labelSelector=app%3Dweb&limit=2")
                .andReturn(
                        200,
                        "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"more\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}")
                .once();

        ObjectList list = objects().list(ObjectKind.NETWORK_POLICY, new ObjectQuery("shop", "app=web", "", 2, ""));

        assertThat(list.resourceVersion()).isEqualTo("7");
        assertThat(list.continueToken()).isEqualTo("more");
        assertThat(list.items().getFirst())
                .containsEntry("apiVersion", "networking.k8s.io/v1")
                .containsEntry("kind", "NetworkPolicy");
    }

    @Test
    void aRefusalSaysFieldByFieldWhatIsWrong() {
        server.expect()
                .post()
                .withPath(PATH + "?dryRun=All&fieldValidation=Strict&fieldManager=weir")
                .andReturn(
                        422,
                        status(
                                422,
                                "Invalid",
                                ",\"details\":{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"not a CIDR\",\"field\":\"spec.ingress[0]\"}]}"))
                .once();

        KubernetesException.Invalid invalid = Objects.requireNonNull(catchThrowableOfType(
                KubernetesException.Invalid.class, () -> objects().create(POLICY, OBJECT, WriteOptions.DRY_RUN)));

        assertThat(invalid).hasMessage("said so");
        assertThat(invalid.causes()).containsExactly(new Cause("spec.ingress[0]", "not a CIDR", "FieldValueInvalid"));
    }

    @Test
    void aConflictNamesTheVersionThatIsThereNow() {
        server.expect()
                .put()
                .withPath(PATH + "/deny-all" + STRICT)
                .andReturn(409, status(409, "Conflict", ""))
                .once();
        server.expect()
                .get()
                .withPath(PATH + "/deny-all")
                .andReturn(200, "{\"metadata\":{\"resourceVersion\":\"42\"}}")
                .once();

        KubernetesException.Conflict conflict = Objects.requireNonNull(catchThrowableOfType(
                KubernetesException.Conflict.class, () -> objects().replace(POLICY, OBJECT, WriteOptions.DEFAULT)));

        assertThat(conflict.currentResourceVersion()).isEqualTo("42");
    }

    @Test
    void everyRefusalHasItsType() {
        server.expect()
                .post()
                .withPath(PATH + STRICT)
                .andReturn(409, status(409, "AlreadyExists", ""))
                .once();
        server.expect()
                .get()
                .withPath(PATH + "/deny-all")
                .andReturn(404, status(404, "NotFound", ""))
                .once();
        server.expect()
                .get()
                .withPath("/api/v1/namespaces")
                .andReturn(403, status(403, "Forbidden", ""))
                .once();
        server.expect()
                .get()
                .withPath("/api/v1/nodes")
                .andReturn(503, "upstream is gone")
                .once();

        assertThatThrownBy(() -> objects().create(POLICY, OBJECT, WriteOptions.DEFAULT))
                .isInstanceOf(KubernetesException.AlreadyExists.class);
        assertThatThrownBy(() -> objects().get(POLICY)).isInstanceOf(KubernetesException.NotFound.class);
        assertThatThrownBy(() -> objects().list(ObjectKind.NAMESPACE, ObjectQuery.ALL))
                .isInstanceOf(KubernetesException.Forbidden.class);
        assertThatThrownBy(() -> objects().list(ObjectKind.NODE, ObjectQuery.ALL))
                .isInstanceOf(KubernetesException.Unavailable.class)
                .hasMessage("upstream is gone");
    }

    @Test
    void aPatchGoesOutAsItIs() throws InterruptedException {
        server.expect()
                .patch()
                .withPath("/api/v1/namespaces/shop" + STRICT)
                .andReturn(200, "{\"kind\":\"Namespace\"}")
                .once();

        objects()
                .patch(
                        ObjectRef.namespace("shop"),
                        PatchForm.MERGE,
                        "{\"metadata\":{\"annotations\":{\"a\":null}}}",
                        WriteOptions.DEFAULT);

        assertThat(lastBody()).isEqualTo("{\"metadata\":{\"annotations\":{\"a\":null}}}");
        assertThat(Objects.requireNonNull(server.getLastRequest()).getHeader("Content-Type"))
                .startsWith("application/merge-patch+json");
    }

    @Test
    void aDeletionCanBeBoundToAVersion() throws InterruptedException {
        server.expect()
                .delete()
                .withPath(PATH + "/deny-all")
                .andReturn(200, "{}")
                .once();

        objects().delete(POLICY, "12", WriteOptions.DEFAULT);

        assertThat(lastBody()).contains("\"preconditions\":{\"resourceVersion\":\"12\"}");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();
        ApiServerObjects objects = new ApiServerObjects(
                new KubernetesClientBuilder().withConfig(nowhere).build());

        assertThatThrownBy(() -> objects.get(POLICY))
                .isInstanceOf(KubernetesException.Unavailable.class)
                .hasMessageStartingWith("The Kubernetes API cannot be reached");
    }
}
