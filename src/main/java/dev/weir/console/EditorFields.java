package dev.weir.console;

import dev.weir.form.FormField;
import dev.weir.form.FormField.PeerPart;
import dev.weir.form.FormField.PortPart;
import dev.weir.form.PolicyForm;
import dev.weir.form.PolicyForm.RuleForm;
import dev.weir.net.Direction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The names that the form's fields have on the page. */
final class EditorFields {
    static final String PREFIX = "f.";
    static final String NAME = PREFIX + "name";
    static final String SELECTOR = PREFIX + "selector";
    static final String LOGGING = PREFIX + "logging";
    static final String CONTROLS = PREFIX + "controls";

    private EditorFields() {}

    static String control(Direction direction) {
        return "c." + direction.label();
    }

    static String rule(Direction direction, int rule) {
        return PREFIX + direction.label() + "." + rule;
    }

    static String peer(Direction direction, int rule, int peer, PeerPart.Part part) {
        return rule(direction, rule) + ".peer." + peer + "." + part.name().toLowerCase(Locale.ROOT);
    }

    static String port(Direction direction, int rule, int port, boolean protocol) {
        return rule(direction, rule) + ".port." + port + (protocol ? ".protocol" : ".port");
    }

    /** Every field that the page shows for a form. */
    static Map<String, FormField> of(PolicyForm form) {
        Map<String, FormField> fields = new LinkedHashMap<>();
        fields.put(NAME, new FormField.Name());
        fields.put(SELECTOR, new FormField.Selector());
        fields.put(LOGGING, new FormField.Logging());
        fields.put(CONTROLS, new FormField.Controls());
        for (Direction direction : Direction.values()) {
            for (int i = 0; i < form.rules(direction).size(); i++) {
                rule(direction, i, form.rules(direction).get(i), fields);
            }
        }
        return fields;
    }

    private static void rule(Direction direction, int index, RuleForm rule, Map<String, FormField> fields) {
        for (int peer = 0; peer < rule.peers().size(); peer++) {
            for (PeerPart.Part part : PeerPart.Part.values()) {
                fields.put(peer(direction, index, peer, part), new PeerPart(direction, index, peer, part));
            }
        }
        for (int port = 0; port < rule.ports().size(); port++) {
            fields.put(port(direction, index, port, true), new PortPart(direction, index, port, true));
            fields.put(port(direction, index, port, false), new PortPart(direction, index, port, false));
        }
    }
}
