package dev.weir.document;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a document.
 *
 * @param field its path, such as {@code spec.ingress[0].ports[0].port}; empty when it concerns the whole
 * @param code a stable word, such as {@code invalid-value} or {@code unknown-field}
 * @param position where it stands in the text; null when the field is not there
 */
public record Finding(
        String field, String message, String code, @Nullable Position position) {}
