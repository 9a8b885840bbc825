package dev.weir.flow.store;

/** A value of a field and how many records have it. */
public record FacetValue(String value, long records) {}
