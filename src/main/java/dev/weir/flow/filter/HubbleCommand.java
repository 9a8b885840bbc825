package dev.weir.flow.filter;

import dev.weir.flow.filter.CommandFlags.Flag;
import dev.weir.flow.filter.CommandFlags.Known;
import dev.weir.flow.filter.CommandFlags.Parsed;
import dev.weir.flow.filter.ShellWords.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates a pasted {@code hubble observe} line. Flags of one name are alternatives, different names must all hold, and flags after
 * {@code --not} together describe what is left out, as hubble itself reads them. A flag about something that records do not have is
 * refused with what to use instead; one that only changes how hubble prints is passed over.
 */
final class HubbleCommand {
    private static final Known KNOWN = new Known(
            Map.of(
                    "n",
                    "namespace",
                    "t",
                    "type",
                    "f",
                    "follow",
                    "o",
                    "output",
                    "l",
                    "label",
                    "A",
                    "all-namespaces",
                    "4",
                    "ipv4",
                    "6",
                    "ipv6",
                    "D",
                    "debug",
                    "P",
                    "port-forward"),
            Set.of(
                    "not",
                    "follow",
                    "all",
                    "all-namespaces",
                    "from-all-namespaces",
                    "to-all-namespaces",
                    "ipv4",
                    "ipv6",
                    "debug",
                    "json",
                    "numeric",
                    "port-forward",
                    "print-node-name",
                    "print-policy-names",
                    "print-raw-filters",
                    "ip-translation",
                    "silent-errors",
                    "tls",
                    "tls-allow-insecure"));
    private static final Set<String> PRINTING = Set.of(
            "all",
            "output",
            "json",
            "numeric",
            "debug",
            "color",
            "time-format",
            "server",
            "timeout",
            "request-timeout",
            "port-forward",
            "port-forward-port",
            "print-node-name",
            "print-policy-names",
            "print-raw-filters",
            "ip-translation",
            "silent-errors",
            "kube-context",
            "kube-namespace",
            "kubeconfig",
            "config",
            "tls",
            "tls-allow-insecure",
            "tls-ca-cert-files",
            "tls-client-cert-file",
            "tls-client-key-file",
            "tls-server-name");
    private static final int MOST = 10_000;

    private final String text;
    private final HubbleSides wanted;
    private final HubbleSides unwanted;
    private String from = "";
    private String to = "";
    private int limit;
    private boolean oldestFirst;
    private boolean live;

    private HubbleCommand(String text) {
        this.text = text;
        wanted = new HubbleSides(text);
        unwanted = new HubbleSides(text);
    }

    /** @param words what follows {@code hubble} */
    static PastedQuery translate(String text, List<Word> words) {
        Parsed parsed = CommandFlags.read(text, words, KNOWN);
        for (Word word : parsed.rest()) {
            if (!Set.of("observe", "flows").contains(word.text())) {
                throw new FilterSyntaxException(
                        text,
                        word.offset(),
                        "\"" + word.text() + "\" is not part of hubble observe with flags.",
                        "Write hubble observe and flags such as --verdict DROPPED.");
            }
        }
        HubbleCommand command = new HubbleCommand(text);
        command.read(parsed.flags());
        return command.query();
    }

    private void read(List<Flag> flags) {
        boolean negated = false;
        for (Flag flag : flags) {
            if (flag.name().equals("not")) {
                negated = true;
            } else {
                if (!isFrame(flag)) {
                    (negated ? unwanted : wanted).add(flag);
                }
                negated = false;
            }
        }
    }

    /** Whether it says how many, from when, or how to print. */
    private boolean isFrame(Flag flag) {
        switch (flag.name()) {
            case "since" -> from = PastedTimes.hubble(text, flag);
            case "until" -> to = PastedTimes.hubble(text, flag);
            case "last" -> limit = count(flag);
            case "first" -> {
                limit = count(flag);
                oldestFirst = true;
            }
            case "follow" -> live = true;
            default -> {
                return PRINTING.contains(flag.name());
            }
        }
        return true;
    }

    private int count(Flag flag) {
        try {
            int count = Integer.parseInt(flag.value());
            if (count >= 1 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            throw wrongCount(flag);
        }
        throw wrongCount(flag);
    }

    private FilterSyntaxException wrongCount(Flag flag) {
        return new FilterSyntaxException(
                text,
                flag.valueOffset(),
                "\"" + flag.value() + "\" is not a number from 1 to " + MOST + ".",
                "Write --last 20.");
    }

    private PastedQuery query() {
        String leftOut = unwanted.filter();
        String filter = leftOut.isEmpty()
                ? wanted.filter()
                : String.join(" AND ", List.of(wanted.filter(), "NOT (" + leftOut + ")"))
                        .replaceFirst("^ AND ", "");
        return new PastedQuery(PastedQuery.Language.HUBBLE, filter, from, to, limit, oldestFirst, live);
    }
}
