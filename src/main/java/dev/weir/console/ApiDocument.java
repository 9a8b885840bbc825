package dev.weir.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The description of the REST API, OpenAPI 3.1. */
@FunctionalInterface
interface ApiDocument {
    /** As it is for whoever asks: with the address by which they call this server. */
    JsonNode read(HttpServletRequest request, Locale locale);
}
