package dev.weir.local.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTests {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/pods, '', v1, '', pods, '', ''",
        "/api/v1/namespaces/web/pods/a/status, '', v1, web, pods, a, status",
        "/api/v1/namespaces/web, '', v1, '', namespaces, web, ''",
        "/api/v1/namespaces/web/status, '', v1, '', namespaces, web, status",
        "/api/v1/namespaces/web/finalize, '', v1, '', namespaces, web, finalize",
        "/apis/networking.k8s.io/v1/namespaces/web/networkpolicies/a, networking.k8s.io, v1, web, networkpolicies, a, ''",
        "/apis/a.b/v1/things/one, a.b, v1, '', things, one, ''"
    })
    void aPathIsTakenApart(
            String path,
            String group,
            String version,
            String namespace,
            String plural,
            String name,
            String subresource) {
        assertThat(RequestPath.parse(path))
                .contains(new RequestPath(group, version, namespace, plural, name, subresource));
    }

    @Test
    void otherPathsAreNone() {
        assertThat(RequestPath.parse("/")).isEmpty();
        assertThat(RequestPath.parse("/metrics")).isEmpty();
        assertThat(RequestPath.parse("/api/v1")).isEmpty();
        assertThat(RequestPath.parse("/api/v1/namespaces/a/pods/b/c/d")).isEmpty();
    }
}
