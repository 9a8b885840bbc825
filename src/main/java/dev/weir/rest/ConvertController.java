package dev.weir.rest;

import dev.weir.document.ObjectDocument;
import dev.weir.document.Position;
import dev.weir.form.FormException;
import dev.weir.form.FormText;
import dev.weir.form.PolicyForm;
import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PeerKind;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A policy's text as the form of the console, and a form written back into a text. */
@RestController
@Tag(name = "NetworkPolicies")
final class ConvertController {
    /** What a form is written into when no text is sent. */
    private static final String EMPTY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: ""
            spec:
              podSelector: {}
            """;

    /**
     * What to convert.
     *
     * @param yaml the text; with a form, the text into which the form is written, so that comments and all that a form does not know stay
     * @param form absent: the form of the text is asked for
     */
    record Conversion(
            @Schema(example = EMPTY) @Nullable String yaml,
            @Nullable FormBody form) {}

    /** The text, and its form. */
    record Converted(String yaml, FormBody form) {}

    /**
     * A policy as a form.
     *
     * @param podSelector as kubectl writes selectors; empty: every pod of the namespace
     * @param controls the directions in which the policy isolates
     * @param kept what a form cannot show, as text; not read back, it stays in the text
     */
    record FormBody(
            @Schema(example = "web-in") String name,

            @Schema(example = "app=web, tier in (front, back)")
            String podSelector,

            boolean allowLogging,

            @Schema(allowableValues = {"ingress", "egress"}) List<String> controls,

            @Nullable List<RuleBody> ingress,
            @Nullable List<RuleBody> egress,
            @Nullable List<KeptBody> kept) {

        static FormBody of(FormText text) {
            PolicyForm form = text.form();
            return new FormBody(
                    form.name(),
                    form.podSelector(),
                    form.allowLogging(),
                    form.controls().stream().map(Direction::label).toList(),
                    rules(form.ingress()),
                    rules(form.egress()),
                    form.kept().stream()
                            .map(kept ->
                                    new KeptBody(kept.field(), lines(text.text().document(), kept), kept.text()))
                            .toList());
        }

        private static String lines(ObjectDocument document, PolicyForm.Kept kept) {
            Position position = document.position(kept.field());
            return position == null ? "" : Integer.toString(position.line());
        }

        private static List<RuleBody> rules(List<RuleForm> rules) {
            return rules.stream().map(RuleBody::of).toList();
        }

        PolicyForm form(PolicyForm of) {
            Set<Direction> directions = EnumSet.noneOf(Direction.class);
            for (Direction direction : Direction.values()) {
                if (controls.contains(direction.label())) {
                    directions.add(direction);
                }
            }
            return new PolicyForm(
                    name,
                    podSelector,
                    allowLogging,
                    directions,
                    forms(ingress, of.ingress()),
                    forms(egress, of.egress()),
                    of.kept());
        }

        private static List<RuleForm> forms(@Nullable List<RuleBody> rules, List<RuleForm> of) {
            return rules == null
                    ? of
                    : rules.stream().map(rule -> rule.form(of)).toList();
        }
    }

    /** @param line where it begins in the text */
    record KeptBody(String field, String line, String yaml) {}

    /** @param at which rule of the text it is, from 0; absent for a new one */
    record RuleBody(
            @Nullable Integer at,
            @Nullable List<PeerBody> peers,
            @Nullable List<PortBody> ports) {
        static RuleBody of(RuleForm rule) {
            return new RuleBody(
                    rule.at(),
                    rule.peers().stream().map(PeerBody::of).toList(),
                    rule.ports().stream().map(PortBody::of).toList());
        }

        RuleForm form(List<RuleForm> of) {
            int index = at == null ? -1 : at;
            return new RuleForm(
                    index,
                    peers == null
                            ? List.of()
                            : peers.stream().map(PeerBody::form).toList(),
                    ports == null
                            ? List.of()
                            : ports.stream().map(PortBody::form).toList(),
                    index >= 0 && index < of.size() ? of.get(index).kept() : List.of());
        }
    }

    /** @param at which peer of the rule it is, from 0; absent for a new one. @param yaml of a peer that a form cannot show */
    record PeerBody(
            @Nullable Integer at,

            @Schema(allowableValues = {"pods", "namespaces", "addresses", "other"})
            String kind,

            @Nullable String namespaces,
            @Nullable String pods,
            @Nullable String cidr,
            @Nullable String except,
            @Nullable String yaml) {
        static PeerBody of(PeerForm peer) {
            return new PeerBody(
                    peer.at(),
                    peer.kind().name().toLowerCase(Locale.ROOT),
                    peer.namespaces(),
                    peer.pods(),
                    peer.cidr(),
                    peer.except(),
                    peer.text());
        }

        PeerForm form() {
            return new PeerForm(
                    at == null ? -1 : at, kindOf(kind), or(namespaces), or(pods), or(cidr), or(except), or(yaml));
        }

        private static PeerKind kindOf(String kind) {
            try {
                return PeerKind.valueOf(kind.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException unknown) {
                throw ProblemException.badRequest(
                        "unknown-peer-kind", "A peer is pods, namespaces, addresses or other; not " + kind + ".");
            }
        }
    }

    /** @param port a number, a range such as 8000-8100, a name, or empty for every port */
    record PortBody(
            @Nullable Integer at,
            @Nullable String protocol,
            @Nullable String port,
            @Nullable String yaml) {
        static PortBody of(PortForm port) {
            return new PortBody(port.at(), port.protocol(), port.port(), port.text());
        }

        PortForm form() {
            return new PortForm(at == null ? -1 : at, protocol == null ? "TCP" : protocol, or(port), or(yaml));
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    @PostMapping(
            path = "/api/v1/convert",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Read a policy as a form, or write a form into a policy's text; nothing is stored")
    Converted convert(@RequestBody Conversion asked) {
        if (asked.yaml() == null && asked.form() == null) {
            throw ProblemException.badRequest("nothing-to-convert", "Send yaml, form or both.");
        }
        FormText text = FormText.parse(asked.yaml() == null ? EMPTY : asked.yaml());
        FormBody form = asked.form();
        try {
            FormText result = form == null ? text : text.with(form.form(text.form()));
            return new Converted(result.text().text(), FormBody.of(result));
        } catch (FormException refused) {
            throw new ProblemException(Problem.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "invalid-form",
                    "The form cannot be written as a policy",
                    String.valueOf(refused.getMessage())));
        }
    }
}
