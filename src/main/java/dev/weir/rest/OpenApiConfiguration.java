package dev.weir.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.method.HandlerMethod;

/** The description of the API: what the controllers' signatures do not say. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Change.class);
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Weir")
                        .version("v1")
                        .description("NetworkPolicy enforcement and its records. Errors are problems (RFC 9457).")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer"))
                        .addSchemas(PROBLEM, problem()))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema().example("urn:weir:problem:invalid-object"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("errors", new ArraySchema().items(new ObjectSchema()));
    }

    @Bean
    ApiExamples examples() {
        return new ApiExamples();
    }

    @Bean
    OperationCustomizer apiConventions() {
        return (operation, method) -> {
            boolean change = Arrays.stream(method.getMethodParameters())
                    .anyMatch(parameter -> parameter.getParameterType() == Change.class);
            if (change) {
                describeChange(operation, method);
            }
            operation.getResponses().addApiResponse("default", problemResponse());
            return operation;
        };
    }

    private static ApiResponse problemResponse() {
        return new ApiResponse()
                .description("A problem")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static void describeChange(Operation operation, HandlerMethod method) {
        operation.addParametersItem(
                query("dryRun", new StringSchema().addEnumItem("All"), "Validate and admit, but store nothing"));
        operation.addParametersItem(query("fieldManager", new StringSchema(), "Who owns the fields written"));
        if (method.hasMethodAnnotation(PatchMapping.class)) {
            operation.addParametersItem(query("force", new BooleanSchema(), "Apply: take over fields that others own"));
        }
        boolean sends = consumed(method).length > 0;
        boolean creates = method.hasMethodAnnotation(PostMapping.class) && sends;
        if (!creates) {
            operation.addParametersItem(new Parameter()
                    .in("header")
                    .name("If-Match")
                    .description("ETag of the object that is meant, or *; not needed for a server-side apply")
                    .schema(new StringSchema()));
        }
        if (sends) {
            operation.setRequestBody(body(method));
        }
    }

    private static RequestBody body(HandlerMethod method) {
        Content content = new Content();
        for (String type : consumed(method)) {
            content.addMediaType(type, new MediaType().schema(new ObjectSchema()));
        }
        return new RequestBody().required(true).content(content);
    }

    private static String[] consumed(HandlerMethod method) {
        PatchMapping patch = method.getMethodAnnotation(PatchMapping.class);
        PutMapping put = method.getMethodAnnotation(PutMapping.class);
        PostMapping post = method.getMethodAnnotation(PostMapping.class);
        if (patch != null) {
            return patch.consumes();
        }
        return put != null ? put.consumes() : post != null ? post.consumes() : new String[0];
    }

    private static Parameter query(String name, Schema<?> schema, String description) {
        return new Parameter().in("query").name(name).description(description).schema(schema);
    }
}
