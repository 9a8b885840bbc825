package dev.weir.rest;

import dev.weir.document.Finding;
import dev.weir.document.Position;
import dev.weir.flow.filter.FilterSyntaxException;

/** A fault in a filter as a finding of the parameter {@code filter}. */
final class FilterFinding {
    private FilterFinding() {}

    static Finding of(FilterSyntaxException wrong) {
        Position position = new Position(wrong.line(), wrong.column(), wrong.line(), wrong.column() + 1);
        return new Finding("filter", wrong.problem() + " " + wrong.remedy(), "syntax", position);
    }
}
