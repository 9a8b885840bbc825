package dev.weir.console;

import dev.weir.form.FormAction;
import dev.weir.form.Presets;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;

/**
 * A button of the form, as its value says: a verb, a direction, and positions, such as {@code remove-peer ingress 0 2}.
 *
 * @param rule of the direction, from 0
 * @param part of the rule, from 0
 */
record EditorButton(String verb, Direction direction, int rule, int part) {
    static final String ADD_SERVICE = "add-service";

    static EditorButton parse(String value) {
        String[] words = value.split(" ", -1);
        return new EditorButton(
                words[0],
                words.length > 1 && words[1].equals("egress") ? Direction.EGRESS : Direction.INGRESS,
                number(words, 2),
                number(words, 3));
    }

    private static int number(String[] words, int index) {
        if (index >= words.length) {
            return 0;
        }
        int number = Integer.parseInt(words[index]);
        if (number < 0) {
            throw new IllegalArgumentException("no position: " + number);
        }
        return number;
    }

    FormAction action() {
        return switch (verb) {
            case "add-rule" -> new FormAction.AddRule(direction);
            case "add-dns" -> new FormAction.AddDnsRule();
            case "remove-rule" -> new FormAction.RemoveRule(direction, rule);
            case "add-pods" -> peers(List.of(Presets.podsHere()));
            case "add-namespace" -> peers(List.of(Presets.namespace("")));
            case "add-addresses" -> peers(List.of(Presets.addresses()));
            case "add-internet" -> peers(Presets.internet());
            case "remove-peer" -> new FormAction.RemovePeer(direction, rule, part);
            case "add-port" -> new FormAction.AddPort(direction, rule);
            case "remove-port" -> new FormAction.RemovePort(direction, rule, part);
            default -> throw new IllegalArgumentException("no button " + verb);
        };
    }

    private FormAction peers(List<Map<String, Object>> peers) {
        return new FormAction.AddPeers(direction, rule, peers);
    }
}
