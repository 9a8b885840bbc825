package dev.weir.form;

import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a person can fill in.
 *
 * @param podSelector to which pods it applies, as {@link SelectorText} writes it
 * @param allowLogging whether connections that it admits are to be recorded
 * @param controls the directions in which it isolates
 * @param kept what the form cannot show, word for word
 */
public record PolicyForm(
        String name,
        String podSelector,
        boolean allowLogging,
        Set<Direction> controls,
        List<RuleForm> ingress,
        List<RuleForm> egress,
        List<Kept> kept) {

    public PolicyForm {
        EnumSet<Direction> directions = EnumSet.noneOf(Direction.class);
        directions.addAll(controls);
        controls = Collections.unmodifiableSet(directions);
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
        kept = List.copyOf(kept);
    }

    public List<RuleForm> rules(Direction direction) {
        return direction == Direction.INGRESS ? ingress : egress;
    }

    /** The same with one rule put in the place of another. */
    PolicyForm with(Direction direction, int index, RuleForm rule) {
        List<RuleForm> rules = new ArrayList<>(rules(direction));
        rules.set(index, rule);
        return direction == Direction.INGRESS
                ? new PolicyForm(name, podSelector, allowLogging, controls, rules, egress, kept)
                : new PolicyForm(name, podSelector, allowLogging, controls, ingress, rules, kept);
    }

    /**
     * A rule.
     *
     * @param at which rule of the text it is, from 0; -1 for a new one
     * @param peers from any of them; empty: anyone
     * @param ports on any of them; empty: every port of every protocol
     */
    public record RuleForm(int at, List<PeerForm> peers, List<PortForm> ports, List<Kept> kept) {
        public RuleForm {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
            kept = List.copyOf(kept);
        }

        RuleForm with(int index, PeerForm peer) {
            List<PeerForm> others = new ArrayList<>(peers);
            others.set(index, peer);
            return new RuleForm(at, others, ports, kept);
        }

        RuleForm with(int index, PortForm port) {
            List<PortForm> others = new ArrayList<>(ports);
            others.set(index, port);
            return new RuleForm(at, peers, others, kept);
        }
    }

    /** How a peer is described. */
    public enum PeerKind {
        /** Pods of the policy's namespace. */
        PODS,
        /** Pods of namespaces with labels. */
        NAMESPACES,
        /** A range of addresses. */
        ADDRESSES,
        /** In a way that the form cannot show. */
        OTHER
    }

    /**
     * A peer. What does not belong to its kind is empty.
     *
     * @param at which peer of the rule it is, from 0; -1 for a new one
     * @param except ranges with commas in between
     * @param text of a peer that the form cannot show
     */
    public record PeerForm(
            int at, PeerKind kind, String namespaces, String pods, String cidr, String except, String text) {
        static PeerForm other(int at, String text) {
            return new PeerForm(at, PeerKind.OTHER, "", "", "", "", text);
        }
    }

    /**
     * Ports of a protocol.
     *
     * @param port as {@link PortText} writes it
     * @param text of an entry that the form cannot show; otherwise empty
     */
    public record PortForm(int at, String protocol, String port, String text) {}

    /** Something that the form cannot show: where it is, and the text of it. */
    public record Kept(String field, String text) {}
}
