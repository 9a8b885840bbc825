package dev.weir.local.api.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The faults of policies: where, which reason, which words. The words are those of a Kubernetes 1.32 API server. */
class NetworkPolicyRulesTests {

    private static final String CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private static final String LABEL_VALUE =
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
                    + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String NAME_PART =
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
                    + " (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                    + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private final NetworkPolicyRules rules = new NetworkPolicyRules();

    record Fault(String spec, String field, String reason, String message) {
        @Override
        public String toString() {
            return spec;
        }
    }

    private static Fault fault(String spec, String field, String reason, String message) {
        return new Fault(spec, field, reason, message);
    }

    private static String from(String peer) {
        return "{ingress: [{from: [" + peer + "]}]}";
    }

    private static String port(String port) {
        return "{ingress: [{ports: [" + port + "]}]}";
    }

    static Stream<Fault> blocks() {
        String block = "spec.ingress[0].from[0].ipBlock";
        return Stream.of(
                fault(from("{ipBlock: {}}"), block + ".cidr", "FieldValueRequired", "Required value"),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0}}"),
                        block + ".cidr",
                        "FieldValueInvalid",
                        "Invalid value: \"10.0.0.0\": " + CIDR),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/33}}"),
                        block + ".cidr",
                        "FieldValueInvalid",
                        "Invalid value: \"10.0.0.0/33\": " + CIDR),
                fault(
                        from("{ipBlock: {cidr: '::/129'}}"),
                        block + ".cidr",
                        "FieldValueInvalid",
                        "Invalid value: \"::/129\": " + CIDR),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/8, except: [nonsense]}}"),
                        block + ".except[0]",
                        "FieldValueInvalid",
                        "Invalid value: \"nonsense\": " + CIDR),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 11.0.0.0/16]}}"),
                        block + ".except[1]",
                        "FieldValueInvalid",
                        "Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`"),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}"),
                        block + ".except[0]",
                        "FieldValueInvalid",
                        "Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`"),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/8, except: ['2001:db8::/64']}}"),
                        block + ".except[0]",
                        "FieldValueInvalid",
                        "Invalid value: \"2001:db8::/64\": must be a strict subset of `cidr`"),
                fault(
                        from("{}"),
                        "spec.ingress[0].from[0]",
                        "FieldValueRequired",
                        "Required value: must specify a peer"),
                fault(
                        from("{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}"),
                        "spec.ingress[0].from[0]",
                        "FieldValueForbidden",
                        "Forbidden: may not specify both ipBlock and another peer"),
                fault(
                        "{egress: [{to: [{namespaceSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}",
                        "spec.egress[0].to[0]",
                        "FieldValueForbidden",
                        "Forbidden: may not specify both ipBlock and another peer"));
    }

    static Stream<Fault> ports() {
        String at = "spec.ingress[0].ports[0]";
        String range = "must be between 1 and 65535, inclusive";
        return Stream.of(
                fault(port("{port: 0}"), at + ".port", "FieldValueInvalid", "Invalid value: 0: " + range),
                fault(port("{port: 65536}"), at + ".port", "FieldValueInvalid", "Invalid value: 65536: " + range),
                fault(
                        port("{port: 90, endPort: 80}"),
                        at + ".endPort",
                        "FieldValueInvalid",
                        "Invalid value: 90: must be greater than or equal to `port`"),
                fault(
                        port("{port: 90, endPort: 70000}"),
                        at + ".endPort",
                        "FieldValueInvalid",
                        "Invalid value: 70000: " + range),
                fault(
                        port("{port: http, endPort: 80}"),
                        at + ".endPort",
                        "FieldValueInvalid",
                        "Invalid value: 80: may not be specified when `port` is non-numeric"),
                fault(
                        port("{endPort: 80}"),
                        at + ".endPort",
                        "FieldValueInvalid",
                        "Invalid value: 80: may not be specified when `port` is not specified"),
                fault(
                        port("{port: a-name-that-is-too-long}"),
                        at + ".port",
                        "FieldValueInvalid",
                        "Invalid value: \"a-name-that-is-too-long\": must be no more than 15 characters"),
                fault(
                        port("{port: '-x'}"),
                        at + ".port",
                        "FieldValueInvalid",
                        "Invalid value: \"-x\": must not begin or end with a hyphen"),
                fault(
                        port("{port: '80'}"),
                        at + ".port",
                        "FieldValueInvalid",
                        "Invalid value: \"80\": must contain at least one letter (a-z)"),
                fault(
                        port("{port: 'a--b'}"),
                        at + ".port",
                        "FieldValueInvalid",
                        "Invalid value: \"a--b\": must not contain consecutive hyphens"),
                fault(
                        port("{port: WEB}"),
                        at + ".port",
                        "FieldValueInvalid",
                        "Invalid value: \"WEB\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"),
                fault(
                        port("{protocol: ICMP}"),
                        at + ".protocol",
                        "FieldValueNotSupported",
                        "Unsupported value: \"ICMP\": supported values: \"TCP\", \"UDP\", \"SCTP\""));
    }

    static Stream<Fault> selectors() {
        String expression = "spec.podSelector.matchExpressions[0]";
        return Stream.of(
                fault(
                        "{podSelector: {matchExpressions: [{key: a, operator: In}]}}",
                        expression + ".values",
                        "FieldValueRequired",
                        "Required value: must be specified when `operator` is 'In' or 'NotIn'"),
                fault(
                        "{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}",
                        expression + ".values",
                        "FieldValueForbidden",
                        "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
                fault(
                        "{podSelector: {matchExpressions: [{key: a, operator: Like, values: [b]}]}}",
                        expression + ".operator",
                        "FieldValueInvalid",
                        "Invalid value: \"Like\": not a valid selector operator"),
                fault(
                        "{podSelector: {matchExpressions: [{key: 'a b', operator: Exists}]}}",
                        expression + ".key",
                        "FieldValueInvalid",
                        "Invalid value: \"a b\": " + NAME_PART),
                fault(
                        "{podSelector: {matchExpressions: [{key: a, operator: In, values: ['ok', '-']}]}}",
                        expression + ".values[1]",
                        "FieldValueInvalid",
                        "Invalid value: \"-\": " + LABEL_VALUE),
                fault(
                        "{podSelector: {matchLabels: {app: 'no way'}}}",
                        "spec.podSelector.matchLabels",
                        "FieldValueInvalid",
                        "Invalid value: \"no way\": " + LABEL_VALUE),
                fault(
                        from("{namespaceSelector: {matchLabels: {'/x': y}}}"),
                        "spec.ingress[0].from[0].namespaceSelector.matchLabels",
                        "FieldValueInvalid",
                        "Invalid value: \"/x\": prefix part must be non-empty"),
                fault(
                        "{policyTypes: [Sideways]}",
                        "spec.policyTypes[0]",
                        "FieldValueNotSupported",
                        "Unsupported value: \"Sideways\": supported values: \"Ingress\", \"Egress\""));
    }

    private FieldErrors check(String spec) {
        ObjectNode policy = Json.object();
        policy.set("spec", YAMLMapper.shared().readTree(spec));
        rules.applyDefaults(policy);
        FieldErrors errors = new FieldErrors();
        rules.validate(policy, errors);
        return errors;
    }

    @ParameterizedTest
    @MethodSource({"blocks", "ports", "selectors"})
    void aFaultIsReportedAsByARealServer(Fault fault) {
        assertThat(check(fault.spec()).list())
                .contains(new FieldErrors.FieldError(fault.field(), fault.reason(), fault.message()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{podSelector: {}}",
                "{ingress: [{}], egress: [{}]}",
                "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.5/8, except: [10.1.2.3/32]}}]}]}",
                "{ingress: [{from: [{ipBlock: {cidr: '2001:db8::/32', except: ['2001:db8:1::/48']}}]}]}",
                "{ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}, {ipBlock: {cidr: '::/0'}}]}]}",
                "{ingress: [{from: [{podSelector: {}, namespaceSelector: {}}]}]}",
                "{ingress: [{ports: [{port: 1, endPort: 65535}, {port: http, protocol: UDP}, {protocol: SCTP}]}]}",
                "{podSelector: {matchExpressions: [{key: example.com/a, operator: NotIn, values: ['', b]}]}}",
                "{policyTypes: [Egress, Ingress]}"
            })
    void aSoundPolicyHasNoFault(String spec) {
        assertThat(check(spec).list()).isEmpty();
    }

    @Test
    void directionsFollowFromTheRules() {
        assertThat(directions("{podSelector: {}}")).isEqualTo("[\"Ingress\"]");
        assertThat(directions("{egress: [{}]}")).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(directions("{egress: []}")).isEqualTo("[\"Ingress\"]");
        assertThat(directions("{egress: [{}], policyTypes: [Egress]}")).isEqualTo("[\"Egress\"]");
    }

    private String directions(String spec) {
        ObjectNode policy = Json.object();
        policy.set("spec", YAMLMapper.shared().readTree(spec));
        rules.applyDefaults(policy);
        return Json.list(policy, "spec", "policyTypes").toString();
    }
}
