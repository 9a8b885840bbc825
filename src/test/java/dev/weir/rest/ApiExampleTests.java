package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.rest.ApiClient.Answer;
import dev.weir.rest.ApiExamples.Example;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the description says of bodies and answers is so. */
@ApiTest
class ApiExampleTests {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";

    /** Answers that need nothing in the server but what every test has. */
    private static final List<String> ASKED = List.of(
            "/api/v1/version",
            "/api/v1/access",
            "/api/v1/alerts",
            "/api/v1/alert-rules",
            "/api/v1/nodes",
            "/api/v1/views",
            "/api/v1/people",
            "/api/v1/tokens",
            "/api/v1/summary",
            "/api/v1/counts",
            "/api/v1/flows/edges",
            "/api/v1/enforcement");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    @Autowired
    JsonMapper json;

    @Autowired
    MemoryApiServer apiServer;

    private ApiClient api() {
        return new ApiClient(port);
    }

    private JsonNode document() {
        return api().get("/api/v1/openapi.json").json();
    }

    private static JsonNode operation(JsonNode document, String call) {
        String[] parts = call.split(" ", 2);
        return document.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
    }

    /** The components go with the schema, because it refers to them. */
    private static Schema schema(JsonNode document, JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole);
    }

    @Test
    void everyExampleIsInTheDescriptionAndFitsItsSchema() {
        JsonNode document = document();
        List<Example> examples = ApiExamples.all();
        assertThat(examples).hasSizeGreaterThan(15);
        for (Example example : examples) {
            JsonNode content = operation(document, example.call())
                    .at("/requestBody/content")
                    .path(example.type());
            assertThat(content.path("example")).as(example.call()).isEqualTo(json.valueToTree(example.body()));
            assertThat(schema(document, content.path("schema")).validate(content.path("example")))
                    .as(example.call())
                    .isEmpty();
            for (Map.Entry<?, ?> name : example.path().entrySet()) {
                assertThat(example.call()).contains("{" + name.getKey() + "}");
            }
        }
    }

    @Test
    void everyOperationHasAnExampleOfWhatIsSentAndIfNothingIsOfTheAnswer() {
        JsonNode document = document();
        SoftAssertions softly = new SoftAssertions();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    String call = method.toUpperCase(Locale.ROOT) + " " + path;
                    for (JsonNode parameter : operation.path("parameters")) {
                        softly.assertThat(parameter.has("example"))
                                .as(call + " " + parameter.path("name").asString())
                                .isTrue();
                    }
                    JsonNode bodies = operation.at("/requestBody/content");
                    softly.assertThat(
                                    bodies.isMissingNode() || bodies.toString().contains("\"example\""))
                            .as(call + ", its body")
                            .isTrue();
                    boolean isSent = operation.path("parameters").size() > 0 || !bodies.isMissingNode();
                    boolean answers = operation.at("/responses/200/content").has("application/json");
                    softly.assertThat(
                                    isSent || !answers || ApiExamples.answers().containsKey(call))
                            .as(call + ", its answer")
                            .isTrue();
                }));
        softly.assertAll();
    }

    @Test
    void everyExampleOfAParameterFitsItsSchema() {
        JsonNode document = document();
        SoftAssertions softly = new SoftAssertions();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    for (JsonNode parameter : operation.path("parameters")) {
                        softly.assertThat(schema(document, parameter.path("schema"))
                                        .validate(parameter.path("example")))
                                .as(method + " " + path + " "
                                        + parameter.path("name").asString())
                                .isEmpty();
                    }
                }));
        softly.assertAll();
    }

    @Test
    void everyExampleOfAnAnswerFitsItsSchemaAndHasTheFieldsThatTheServerGives() {
        JsonNode document = document();
        SoftAssertions softly = new SoftAssertions();
        int[] compared = new int[1];
        ApiExamples.answers().forEach((call, answer) -> {
            JsonNode content = operation(document, String.valueOf(call)).at("/responses/200/content/application~1json");
            JsonNode example = content.path("example");
            softly.assertThat(example).as("%s", call).isEqualTo(json.valueToTree(answer));
            softly.assertThat(schema(document, content.path("schema")).validate(example))
                    .as("%s", call)
                    .isEmpty();
            if (String.valueOf(call).startsWith("GET ")) {
                Answer given = api().get(String.valueOf(call).substring("GET ".length()));
                if (given.status() == 200) {
                    softly.assertThat(example.propertyNames())
                            .as("%s", call)
                            .containsAll(given.json().propertyNames());
                    compared[0]++;
                }
            }
        });
        assertThat(compared[0]).isGreaterThan(8);
        softly.assertAll();
    }

    @Test
    void everyExampleIsReadByTheServerAndWrittenAgainAsItWas() {
        JsonMapper strict = json.rebuild()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        long read = 0;
        for (Example example : ApiExamples.all()) {
            Type type = bodyType(example.call());
            if (type != null) {
                JsonNode body = json.valueToTree(example.body());
                Object value = strict.treeToValue(body, strict.constructType(type));
                assertThat((JsonNode) strict.valueToTree(value))
                        .as(example.call())
                        .isEqualTo(body);
                read++;
            }
        }
        assertThat(read).isGreaterThan(8);
    }

    /** Null where the body is an object of Kubernetes, which the API server reads. */
    private @Nullable Type bodyType(String call) {
        for (Map.Entry<RequestMappingInfo, HandlerMethod> route :
                routes.getHandlerMethods().entrySet()) {
            if (calls(route.getKey()).anyMatch(call::equals)) {
                for (MethodParameter parameter : route.getValue().getMethodParameters()) {
                    if (parameter.hasParameterAnnotation(RequestBody.class)) {
                        return parameter.getGenericParameterType();
                    }
                }
            }
        }
        return null;
    }

    private static Stream<String> calls(RequestMappingInfo route) {
        return route.getPatternValues().stream()
                .flatMap(path ->
                        route.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }

    @Test
    void examplesOfPoliciesAreTaken() {
        apiServer.reset();
        for (Example example : ApiExamples.all()) {
            if (example.call().contains("/networkpolicies") && !example.call().endsWith("/logging")) {
                String[] call = example.call().split(" ", 2);
                String address = call[1].replace("{namespace}", "shop").replace("{name}", "web-in");
                String body = json.writeValueAsString(example.body());
                Answer answer = api().send(call[0], address, body, "Content-Type", example.type(), "If-Match", "*");
                assertThat(answer.status()).as(example.call() + answer.body()).isBetween(200, 201);
            }
        }
        assertThat(api().get(POLICIES + "/web-in")
                        .json()
                        .at("/metadata/labels/team")
                        .asString())
                .isEqualTo("shop");
    }

    @Test
    void answersFitTheirSchemas() {
        JsonNode document = document();
        SoftAssertions softly = new SoftAssertions();
        for (String path : ASKED) {
            Answer answer = api().get(path);
            softly.assertThat(answer.status()).as(path).isEqualTo(200);
            JsonNode schema = operation(document, "GET " + path).at("/responses/200/content/application~1json/schema");
            softly.assertThat(schema(document, schema).validate(answer.json()))
                    .as(path)
                    .isEmpty();
        }
        softly.assertAll();
    }

    @Test
    void problemsFitTheirSchemaAndNotEverythingDoes() {
        JsonNode document = document();
        JsonNode problem = document.at("/components/schemas/Problem");
        assertThat(schema(document, problem)
                        .validate(api().get("/api/v1/nothing").json()))
                .isEmpty();
        assertThat(schema(document, problem).validate(json.readTree("{\"status\":\"four hundred\"}")))
                .as("a schema can say no")
                .isNotEmpty();
    }
}
