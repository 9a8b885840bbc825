package dev.weir.kubernetes;

import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Kubernetes objects as the API server's JSON, untyped, so that nothing an author wrote is lost or reordered on the way. */
final class ApiServerObjects implements KubernetesObjects {
    private static final String JSON = "application/json";
    private static final long TIMEOUT_SECONDS = 15;

    private final KubernetesClient client;

    ApiServerObjects(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        ApiUrl url = ApiUrl.of(client.getMasterUrl(), kind, query.namespace())
                .with("labelSelector", query.labelSelector())
                .with("fieldSelector", query.fieldSelector())
                .with("limit", query.limit() == 0 ? "" : Integer.toString(query.limit()))
                .with("continue", query.continueToken());
        Map<String, Object> list = send(url, "GET", null, JSON);
        Map<?, ?> metadata = list.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        return new ObjectList(text(metadata.get("resourceVersion")), text(metadata.get("continue")), items(kind, list));
    }

    /** A list says kind and apiVersion once for all; an object that stands alone says them itself. */
    private static List<Map<String, Object>> items(ObjectKind kind, Map<String, Object> list) {
        List<Map<String, Object>> items = new ArrayList<>();
        if (list.get("items") instanceof List<?> found) {
            for (Object item : found) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("apiVersion", kind.apiVersion());
                object.put("kind", kind.kind());
                ((Map<?, ?>) item).forEach((key, value) -> object.put((String) key, value));
                items.add(object);
            }
        }
        return items;
    }

    @Override
    public Map<String, Object> get(ObjectRef ref) {
        return send(ApiUrl.of(client.getMasterUrl(), ref), "GET", null, JSON);
    }

    @Override
    public Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        ApiUrl url =
                ApiUrl.of(client.getMasterUrl(), ref.kind(), ref.namespace()).with(options);
        return send(url, "POST", json(object), JSON);
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        return withCurrentVersion(
                ref, () -> send(ApiUrl.of(client.getMasterUrl(), ref).with(options), "PUT", json(object), JSON));
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        ApiUrl url = ApiUrl.of(client.getMasterUrl(), ref).with(options);
        if (form == PatchForm.APPLY && options.force()) {
            url = url.with("force", "true");
        }
        ApiUrl target = url;
        return withCurrentVersion(ref, () -> send(target, "PATCH", patch, form.contentType()));
    }

    @Override
    public void delete(ObjectRef ref, String resourceVersion, WriteOptions options) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("apiVersion", "v1");
        body.put("kind", "DeleteOptions");
        if (!resourceVersion.isEmpty()) {
            body.put("preconditions", Map.of("resourceVersion", resourceVersion));
        }
        if (options.dryRun()) {
            body.put("dryRun", List.of("All"));
        }
        withCurrentVersion(ref, () -> send(ApiUrl.of(client.getMasterUrl(), ref), "DELETE", json(body), JSON));
    }

    /** A conflict is answered with the version the object has now, so that whoever wrote can look at what came between. */
    private Map<String, Object> withCurrentVersion(ObjectRef ref, Write write) {
        try {
            return write.perform();
        } catch (KubernetesException.Conflict conflict) {
            throw new KubernetesException.Conflict(
                    Objects.requireNonNullElse(conflict.getMessage(), "conflict"), currentVersion(ref), conflict);
        }
    }

    private interface Write {
        Map<String, Object> perform();
    }

    private String currentVersion(ObjectRef ref) {
        try {
            return get(ref).get("metadata") instanceof Map<?, ?> metadata ? text(metadata.get("resourceVersion")) : "";
        } catch (KubernetesException.NotFound gone) {
            return "";
        }
    }

    private Map<String, Object> send(ApiUrl url, String method, @Nullable String body, String contentType) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(url.toString())
                .header("Accept", JSON)
                .method(method, body == null ? null : contentType, body)
                .build();
        HttpResponse<String> response = await(request);
        if (!response.isSuccessful()) {
            throw StatusMapper.toException(response.code(), parse(response.body()));
        }
        return parse(response.body());
    }

    private HttpResponse<String> await(HttpRequest request) {
        try {
            return client.getHttpClient().sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable("the request was interrupted", interrupted);
        } catch (TimeoutException tooLate) {
            throw unavailable("it did not answer within " + TIMEOUT_SECONDS + " s", tooLate);
        } catch (ExecutionException | CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw unavailable(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
        }
    }

    private static KubernetesException unavailable(String why, Throwable cause) {
        return new KubernetesException.Unavailable("The Kubernetes API cannot be reached: " + why, cause);
    }

    private String json(Object value) {
        return client.getKubernetesSerialization().asJson(value);
    }

    /** Something that is no JSON object, e.g. a proxy's error page, has no fields. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> parse(@Nullable String body) {
        try {
            Object parsed = body == null || body.isBlank()
                    ? null
                    : client.getKubernetesSerialization().unmarshal(body, LinkedHashMap.class);
            return parsed == null ? Map.of() : (Map<String, Object>) parsed;
        } catch (RuntimeException notJson) {
            return Map.of("message", body == null ? "" : body.strip());
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
