package dev.weir.rest;

import dev.weir.document.Finding;
import dev.weir.document.Finding.Fix;
import dev.weir.document.Position;
import dev.weir.document.TreeEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A finding as the API writes it; its fix as a JSON patch (RFC 6902). */
final class FindingAnswer {
    private FindingAnswer() {}

    /** @param document in a file of many, from 0 */
    static Map<String, Object> of(int document, Finding finding) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("document", document);
        answer.putAll(of(finding));
        return answer;
    }

    static Map<String, Object> of(Finding finding) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("severity", finding.severity().word());
        answer.put("code", finding.code());
        if (!finding.field().isEmpty()) {
            answer.put("field", finding.field());
        }
        Position position = finding.position();
        if (position != null) {
            answer.put("line", position.line());
            answer.put("column", position.column());
            answer.put("endLine", position.endLine());
            answer.put("endColumn", position.endColumn());
        }
        answer.put("message", finding.message());
        Fix fix = finding.fix();
        if (fix != null) {
            answer.put(
                    "fix",
                    Map.of(
                            "title",
                            fix.title(),
                            "patch",
                            fix.edits().stream().map(FindingAnswer::operation).toList()));
        }
        return answer;
    }

    private static Map<String, Object> operation(TreeEdit edit) {
        Map<String, Object> operation = new LinkedHashMap<>();
        switch (edit) {
            case TreeEdit.Put put -> {
                operation.put("op", "add");
                operation.put("path", put.path().pointer());
                operation.put("value", put.value());
            }
            case TreeEdit.Add add -> {
                operation.put("op", "add");
                operation.put("path", add.path().pointer() + "/-");
                operation.put("value", add.item());
            }
            case TreeEdit.Remove remove -> {
                operation.put("op", "remove");
                operation.put("path", remove.path().pointer());
            }
        }
        return operation;
    }

    /** {@code file:line:column: severity: message [code]}. */
    static String line(String file, Finding finding) {
        Position position = finding.position();
        String where = position == null ? "1:1" : position.line() + ":" + position.column();
        return file + ":" + where + ": " + finding.severity().word() + ": " + finding.message() + " [" + finding.code()
                + "]";
    }

    /** What the API server found, with the fixes that are known here, and the errors that it did not come to. */
    static List<Finding> together(List<Finding> refused, List<Finding> lint) {
        List<Finding> errors = lint.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
        Stream<Finding> fixable = refused.stream()
                .map(one -> errors.stream()
                        .filter(error -> error.field().equals(one.field()) && error.fix() != null)
                        .findFirst()
                        .map(error -> new Finding(
                                one.severity(), one.field(), one.message(), one.code(), one.position(), error.fix()))
                        .orElse(one));
        Stream<Finding> others = errors.stream()
                .filter(error -> refused.stream().noneMatch(one -> one.field().equals(error.field())));
        return Stream.concat(fixable, others).toList();
    }
}
