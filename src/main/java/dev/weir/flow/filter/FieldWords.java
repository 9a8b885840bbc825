package dev.weir.flow.filter;

import java.util.Collection;

/** The words that the records of a search have in a field. */
public interface FieldWords {
    Collection<String> of(FilterField field);
}
