package dev.weir.local.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Custom resources against the schema of their definition. */
class SchemaRulesTests {

    private static JsonNode yaml(String text) {
        return YAMLMapper.shared().readTree(text);
    }

    private static List<FieldErrors.FieldError> faults(String value, String schema) {
        FieldErrors errors = new FieldErrors();
        SchemaRules.validate(yaml(value), yaml(schema), "", errors);
        return errors.list();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: 1}            | {properties: {a: {type: string}}}                         | a",
                "{a: [x]}          | {properties: {a: {items: {type: integer}}}}               | a[0]",
                "{}                | {required: [a]}                                            | a",
                "{a: b}            | {properties: {a: {type: string, enum: [c, d]}}}           | a",
                "{a: b}            | {properties: {a: {type: string, pattern: '^c$'}}}         | a",
                "{a: 5}            | {properties: {a: {type: integer, maximum: 4}}}            | a",
                "{a: 5}            | {properties: {a: {type: integer, minimum: 6}}}            | a",
                "{a: abc}          | {properties: {a: {type: string, maxLength: 2}}}           | a",
                "{a: ''}           | {properties: {a: {type: string, minLength: 1}}}           | a",
                "{a: [1, 2]}       | {properties: {a: {maxItems: 1}}}                          | a",
                "{a: []}           | {properties: {a: {minItems: 1}}}                          | a",
                "{a: {x: 1, y: 2}} | {properties: {a: {maxProperties: 1}}}                     | a",
                "{a: {x: y}}       | {properties: {a: {additionalProperties: {type: integer}}}} | a[x]",
                "{a: 1.5}          | {properties: {a: {x-kubernetes-int-or-string: true}}}     | a",
                "{a: 1}            | {properties: {a: {anyOf: [{type: string}, {type: boolean}]}}} | a",
                "{a: 1}            | {properties: {a: {oneOf: [{type: integer}, {type: number}]}}} | a",
                "{a: 1}            | {properties: {a: {not: {type: integer}}}}                 | a"
            })
    void aFaultIsFound(String value, String schema, String field) {
        assertThat(faults(value, schema))
                .extracting(FieldErrors.FieldError::field)
                .containsExactly(field);
    }

    @Test
    void aSoundValueHasNoFault() {
        assertThat(faults(
                        "{a: 5, b: {c: [x]}}",
                        "{type: object, properties: {a: {type: integer, minimum: 5, maximum: 5}}}"))
                .isEmpty();
    }

    @Test
    void defaultsAreFilledIn() {
        JsonNode schema = yaml(
                "{properties: {a: {default: 1}, b: {properties: {c: {default: x}}}, d: {items: {properties: {e: {default: true}}}}}}");
        JsonNode value = yaml("{b: {}, d: [{}]}");
        SchemaDefaults.apply(value, schema);
        assertThat(value).isEqualTo(yaml("{b: {c: x}, d: [{e: true}], a: 1}"));
    }

    @Test
    void unknownFieldsArePrunedUnlessTheSchemaKeepsThem() {
        ObjectNode schema = (ObjectNode)
                yaml(
                        "{type: object, properties: {spec: {type: object, properties: {a: {type: string}, free: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}}");
        Schema kind = CustomSchemas.ofKind(schema, Schema.anything());
        ObjectNode value = (ObjectNode) yaml("{spec: {a: x, b: y, free: {any: thing}}, other: 1}");
        assertThat(FieldCheck.prune(value, kind, "Thing")).containsExactlyInAnyOrder("spec.b", "other");
        assertThat(value).isEqualTo(yaml("{spec: {a: x, free: {any: thing}}}"));
    }
}
