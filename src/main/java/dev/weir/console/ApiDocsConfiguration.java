package dev.weir.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the page about the API has its text from: the same document that programs get. */
@Configuration(proxyBeanMethods = false)
class ApiDocsConfiguration {
    @Bean
    ApiDocument apiDocument(
            OpenApiWebMvcResource source, JsonMapper json, @Value("${springdoc.api-docs.path}") String address) {
        return (request, locale) -> read(source, json, address, request, locale);
    }

    /** In front of the sign-in, behind what looks at host names. */
    @Bean
    FilterRegistrationBean<ApiAlternateFilter> apiAlternateFilter() {
        FilterRegistrationBean<ApiAlternateFilter> registration =
                new FilterRegistrationBean<>(new ApiAlternateFilter());
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 1);
        return registration;
    }

    private static JsonNode read(
            OpenApiWebMvcResource source, JsonMapper json, String address, HttpServletRequest request, Locale locale) {
        try {
            return json.readTree(source.openapiJson(request, address, locale));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The description of the API cannot be written as JSON.", broken);
        }
    }
}
