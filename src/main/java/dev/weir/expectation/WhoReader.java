package dev.weir.expectation;

import dev.weir.expectation.ClaimReader.Word;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads who is meant at one end of a sentence. */
final class WhoReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern ADDRESSES = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/.*)?|[0-9A-Fa-f]*:.*");
    private static final String FORM =
            " Write a workload (“web”, “shop/web”), labels (“app=web”, “shop/app=web”), all pods of a"
                    + " namespace (“shop/*”), “any pod”, “anyone”, “the internet” or a range of addresses.";

    private final String namespace;

    /** @param namespace of what is named without one */
    WhoReader(String namespace) {
        this.namespace = namespace;
    }

    Who read(List<Word> phrase) {
        String text = phrase.stream().map(Word::text).collect(Collectors.joining(" "));
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "anyone", "anybody", "everyone", "everybody" -> new Who.Anyone();
            case "any pod", "every pod", "the cluster" -> new Who.AnyPod();
            case "the internet" -> new Who.Internet();
            default -> {
                if (phrase.size() > 1) {
                    throw new ClaimException(
                            phrase.get(1).column(), "“" + text + "” is nobody who is known here." + FORM);
                }
                yield one(phrase.getFirst());
            }
        };
    }

    private Who one(Word word) {
        String text = word.text();
        if (text.startsWith("[") && text.endsWith("]")) {
            return addresses(word.until(text.length() - 1).from(1));
        }
        if (ADDRESSES.matcher(text).matches()) {
            return addresses(word);
        }
        int slash = text.indexOf('/');
        // A namespace has no dots, and what is before the slash of a label usually has.
        boolean named = slash >= 0 && text.substring(0, slash).indexOf('.') < 0;
        if (!named) {
            return pods(namespace, word);
        }
        String space = text.substring(0, slash);
        if (!NAMESPACE.matcher(space).matches()) {
            throw new ClaimException(word.column(), "“" + space + "” is no name of a namespace." + FORM);
        }
        return pods(space, word.from(slash + 1));
    }

    private static Who pods(String namespace, Word word) {
        if (namespace.isEmpty()) {
            throw new ClaimException(
                    word.column(), "Of which namespace? Write it before a slash: “shop/" + word.text() + "”.");
        }
        if (word.text().equals("*")) {
            return new Who.Labelled(namespace, Map.of());
        }
        if (word.text().indexOf('=') >= 0) {
            return new Who.Labelled(namespace, labels(word));
        }
        if (!NAME.matcher(word.text()).matches()) {
            throw new ClaimException(word.column(), "“" + word.text() + "” is no name." + FORM);
        }
        return new Who.Workload(namespace, word.text());
    }

    private static Map<String, String> labels(Word word) {
        Map<String, String> labels = new TreeMap<>();
        int start = 0;
        for (String pair : word.text().split(",", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (equals < 0 || !isKey(key) || !isValue(value)) {
                throw new ClaimException(
                        word.column() + start, "“" + pair + "” is no label; write key=value, with commas between.");
            }
            if (labels.put(key, value) != null) {
                throw new ClaimException(word.column() + start, "The label " + key + " is there twice.");
            }
            start += pair.length() + 1;
        }
        return labels;
    }

    static boolean isKey(String key) {
        int slash = key.lastIndexOf('/');
        boolean prefixed = slash < 0 || NAME.matcher(key.substring(0, slash)).matches();
        return prefixed && LABEL_NAME.matcher(key.substring(slash + 1)).matches();
    }

    static boolean isValue(String value) {
        return value.isEmpty() || LABEL_NAME.matcher(value).matches();
    }

    private static Who addresses(Word word) {
        try {
            String text = word.text();
            return new Who.Addresses(
                    text.indexOf('/') < 0 ? IpPrefix.host(IpAddress.parse(text)) : IpPrefix.parse(text));
        } catch (IllegalArgumentException wrong) {
            throw new ClaimException(
                    word.column(), "“" + word.text() + "” is no address and no range such as 10.0.0.0/8.");
        }
    }
}
