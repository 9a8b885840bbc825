package dev.weir.form;

import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import java.util.EnumSet;
import java.util.Set;

/** One thing of a form that is filled in: what it says, and the form in which it says something else. */
public sealed interface FormField {
    String read(PolicyForm form);

    PolicyForm write(PolicyForm form, String value);

    /** The policy's name. */
    record Name() implements FormField {
        @Override
        public String read(PolicyForm form) {
            return form.name();
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            return new PolicyForm(
                    value,
                    form.podSelector(),
                    form.allowLogging(),
                    form.controls(),
                    form.ingress(),
                    form.egress(),
                    form.kept());
        }
    }

    /** To which pods it applies. */
    record Selector() implements FormField {
        @Override
        public String read(PolicyForm form) {
            return form.podSelector();
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            return new PolicyForm(
                    form.name(),
                    value,
                    form.allowLogging(),
                    form.controls(),
                    form.ingress(),
                    form.egress(),
                    form.kept());
        }
    }

    /** Whether what it admits is recorded: {@code true} or not. */
    record Logging() implements FormField {
        @Override
        public String read(PolicyForm form) {
            return Boolean.toString(form.allowLogging());
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            return new PolicyForm(
                    form.name(),
                    form.podSelector(),
                    Boolean.parseBoolean(value),
                    form.controls(),
                    form.ingress(),
                    form.egress(),
                    form.kept());
        }
    }

    /** The directions that it controls, such as {@code ingress egress}. */
    record Controls() implements FormField {
        @Override
        public String read(PolicyForm form) {
            return String.join(
                    " ", form.controls().stream().map(Direction::label).toList());
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            Set<Direction> controls = EnumSet.noneOf(Direction.class);
            for (Direction direction : Direction.values()) {
                if (value.contains(direction.label())) {
                    controls.add(direction);
                }
            }
            return new PolicyForm(
                    form.name(),
                    form.podSelector(),
                    form.allowLogging(),
                    controls,
                    form.ingress(),
                    form.egress(),
                    form.kept());
        }
    }

    /** A part of a peer. */
    record PeerPart(Direction direction, int rule, int peer, Part part) implements FormField {
        /** Which. */
        public enum Part {
            NAMESPACES,
            PODS,
            CIDR,
            EXCEPT
        }

        @Override
        public String read(PolicyForm form) {
            PeerForm there = form.rules(direction).get(rule).peers().get(peer);
            return switch (part) {
                case NAMESPACES -> there.namespaces();
                case PODS -> there.pods();
                case CIDR -> there.cidr();
                case EXCEPT -> there.except();
            };
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            RuleForm around = form.rules(direction).get(rule);
            PeerForm old = around.peers().get(peer);
            PeerForm changed = new PeerForm(
                    old.at(),
                    old.kind(),
                    part == Part.NAMESPACES ? value : old.namespaces(),
                    part == Part.PODS ? value : old.pods(),
                    part == Part.CIDR ? value : old.cidr(),
                    part == Part.EXCEPT ? value : old.except(),
                    old.text());
            return form.with(direction, rule, around.with(peer, changed));
        }
    }

    /** The protocol of a port entry, or its ports. */
    record PortPart(Direction direction, int rule, int port, boolean protocol) implements FormField {
        @Override
        public String read(PolicyForm form) {
            PortForm there = form.rules(direction).get(rule).ports().get(port);
            return protocol ? there.protocol() : there.port();
        }

        @Override
        public PolicyForm write(PolicyForm form, String value) {
            RuleForm around = form.rules(direction).get(rule);
            PortForm old = around.ports().get(port);
            PortForm changed = new PortForm(
                    old.at(), protocol ? value : old.protocol(), protocol ? old.port() : value, old.text());
            return form.with(direction, rule, around.with(port, changed));
        }
    }
}
