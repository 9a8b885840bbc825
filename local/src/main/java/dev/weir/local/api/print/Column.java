package dev.weir.local.api.print;

import java.time.Instant;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A column of a table: its name, whether only {@code -o wide} shows it, and its cell for an object. */
record Column(String name, String type, boolean wide, BiFunction<ObjectNode, Instant, JsonNode> cell) {}
