package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description and the routes are the same. */
@ApiTest
class OpenApiTests {
    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    private JsonNode document() {
        return new ApiClient(port).get("/api/v1/openapi.json").json();
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
        Set<String> described = new TreeSet<>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> served = new TreeSet<>();
        for (RequestMappingInfo route : routes.getHandlerMethods().keySet()) {
            for (String path : route.getPatternValues()) {
                if (path.startsWith("/api/") && !path.startsWith("/api/v1/openapi")) {
                    for (RequestMethod method : route.getMethodsCondition().getMethods()) {
                        served.add(method + " " + path);
                    }
                }
            }
        }
        assertThat(described).isEqualTo(served).hasSizeGreaterThan(25);
    }

    @Test
    void theDocumentIsOpenApi31AndEveryOperationHasASummaryAndProblems() {
        JsonNode document = document();
        assertThat(document.get("openapi").asString()).startsWith("3.1");
        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                assertThat(operation.get("summary").asString()).isNotEmpty();
                assertThat(operation.at("/responses/default/content").has("application/problem+json"))
                        .isTrue();
            }
        }
    }

    @Test
    void changesAreDescribedWithTheirHeadersAndBodies() {
        JsonNode put = document().at("/paths/~1api~1v1~1namespaces~1{namespace}~1networkpolicies~1{name}/put");
        assertThat(put.at("/requestBody/content").propertyNames())
                .containsExactlyInAnyOrder("application/json", "application/yaml");
        assertThat(put.get("parameters").toString()).contains("If-Match", "dryRun", "fieldManager");
        JsonNode logs = document().at("/paths/~1api~1v1~1logs/get");
        assertThat(logs.get("parameters").toString())
                .contains("\"filter\"", "\"continue\"", "\"follow\"")
                .doesNotContain("continueToken");
        assertThat(logs.at("/responses/200/content").propertyNames()).contains("text/csv", "text/event-stream");
    }
}
