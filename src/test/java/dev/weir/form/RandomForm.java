package dev.weir.form;

import dev.weir.form.PolicyForm.PeerForm;
import dev.weir.form.PolicyForm.PeerKind;
import dev.weir.form.PolicyForm.PortForm;
import dev.weir.form.PolicyForm.RuleForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Something a person could do to a form. */
final class RandomForm {
    private static final List<String> SELECTORS = List.of("", "app=web", "app=cart, !legacy", "tier in (a, b)");

    private RandomForm() {}

    static PolicyForm changed(PolicyForm form, Random random) {
        List<RuleForm> rules = new ArrayList<>(form.ingress());
        switch (random.nextInt(6)) {
            case 0 -> {
                return FormTextTests.withSelector(form, selector(random));
            }
            case 1 -> rules.add(new RuleForm(-1, List.of(peer(random)), List.of(port(random)), List.of()));
            case 2 -> {
                if (!rules.isEmpty()) {
                    rules.remove(random.nextInt(rules.size()));
                }
            }
            default -> {
                if (!rules.isEmpty()) {
                    int at = random.nextInt(rules.size());
                    rules.set(at, changed(rules.get(at), random));
                }
            }
        }
        return FormTextTests.withIngress(form, rules);
    }

    private static RuleForm changed(RuleForm rule, Random random) {
        List<PeerForm> peers = new ArrayList<>(rule.peers());
        List<PortForm> ports = new ArrayList<>(rule.ports());
        if (random.nextBoolean()) {
            if (peers.isEmpty() || random.nextInt(3) == 0) {
                peers.add(peer(random));
            } else {
                int at = random.nextInt(peers.size());
                PeerForm there = peers.get(at);
                PeerForm other = peer(random);
                peers.set(
                        at,
                        new PeerForm(
                                there.at(),
                                other.kind(),
                                other.namespaces(),
                                other.pods(),
                                other.cidr(),
                                other.except(),
                                ""));
            }
        } else if (ports.isEmpty() || random.nextInt(3) == 0) {
            ports.add(port(random));
        } else {
            int at = random.nextInt(ports.size());
            PortForm other = port(random);
            ports.set(at, new PortForm(ports.get(at).at(), other.protocol(), other.port(), ""));
        }
        return new RuleForm(rule.at(), peers, ports, rule.kept());
    }

    private static PeerForm peer(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new PeerForm(-1, PeerKind.PODS, "", selector(random), "", "", "");
            case 1 -> new PeerForm(-1, PeerKind.NAMESPACES, selector(random), selector(random), "", "", "");
            default ->
                new PeerForm(
                        -1, PeerKind.ADDRESSES, "", "", "192.0.2.0/24", random.nextBoolean() ? "192.0.2.0/25" : "", "");
        };
    }

    private static PortForm port(Random random) {
        return new PortForm(
                -1,
                PortText.PROTOCOLS.get(random.nextInt(3)),
                List.of("", "80", "http", "8000-8100").get(random.nextInt(4)),
                "");
    }

    private static String selector(Random random) {
        return SELECTORS.get(random.nextInt(SELECTORS.size()));
    }
}
