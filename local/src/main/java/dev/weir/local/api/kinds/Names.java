package dev.weir.local.api.kinds;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The formats of names, label keys and values, in the wording of a Kubernetes API server. An empty list means that the text is fine. */
public final class Names {

    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = DNS_LABEL + "(\\." + DNS_LABEL + ")*";

    private static final Format QUALIFIED_NAME = new Format(
            QUALIFIED,
            63,
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
            "MyName",
            "my.name",
            "123-abc");
    private static final Format LABEL_VALUE_FORMAT = new Format(
            LABEL_VALUE,
            63,
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                    + " alphanumeric character",
            "MyValue",
            "my_value",
            "12345");
    private static final Format SUBDOMAIN_FORMAT = new Format(
            SUBDOMAIN,
            253,
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with"
                    + " an alphanumeric character",
            "example.com");
    private static final Format DNS_LABEL_FORMAT = new Format(
            DNS_LABEL,
            63,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an"
                    + " alphanumeric character",
            "my-name",
            "123-abc");
    private static final Format DNS_1035_FORMAT = new Format(
            DNS_1035,
            63,
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end"
                    + " with an alphanumeric character",
            "my-name",
            "abc-123");

    private Names() {}

    private record Format(Pattern pattern, String regex, int limit, String rule, List<String> examples) {

        Format(String regex, int limit, String rule, String... examples) {
            this(Pattern.compile(regex), regex, limit, rule, List.of(examples));
        }

        List<String> faults(String text) {
            List<String> faults = new ArrayList<>();
            if (text.length() > limit) {
                faults.add("must be no more than " + limit + " characters");
            }
            if (!pattern.matcher(text).matches()) {
                faults.add(ruleWithExamples());
            }
            return faults;
        }

        String ruleWithExamples() {
            StringBuilder text = new StringBuilder(rule).append(" (e.g. ");
            for (int i = 0; i < examples.size(); i++) {
                text.append(i > 0 ? " or " : "")
                        .append('\'')
                        .append(examples.get(i))
                        .append("', ");
            }
            return text.append("regex used for validation is '")
                    .append(regex)
                    .append("')")
                    .toString();
        }
    }

    public static List<String> subdomain(String text) {
        return SUBDOMAIN_FORMAT.faults(text);
    }

    public static List<String> label(String text) {
        return DNS_LABEL_FORMAT.faults(text);
    }

    public static List<String> dns1035Label(String text) {
        return DNS_1035_FORMAT.faults(text);
    }

    public static List<String> labelValue(String text) {
        return LABEL_VALUE_FORMAT.faults(text);
    }

    /** A key of a label, an annotation or a finalizer: a name with an optional domain before a slash. */
    public static List<String> qualifiedName(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2) {
            return List.of("a qualified name " + QUALIFIED_NAME.ruleWithExamples()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> faults = new ArrayList<>();
        if (parts.length == 2 && parts[0].isEmpty()) {
            faults.add("prefix part must be non-empty");
        } else if (parts.length == 2) {
            subdomain(parts[0]).forEach(fault -> faults.add("prefix part " + fault));
        }
        String name = parts[parts.length - 1];
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
        }
        QUALIFIED_NAME.faults(name).forEach(fault -> faults.add("name part " + fault));
        return faults;
    }

    /** The name of a port: of a service or a container. */
    public static List<String> portName(String text) {
        List<String> faults = new ArrayList<>();
        if (text.length() > 15) {
            faults.add("must be no more than 15 characters");
        }
        if (!text.matches("[-a-z0-9]+")) {
            faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!text.matches(".*[a-z].*")) {
            faults.add("must contain at least one letter (a-z)");
        }
        if (text.contains("--")) {
            faults.add("must not contain consecutive hyphens");
        }
        if (text.startsWith("-") || text.endsWith("-")) {
            faults.add("must not begin or end with a hyphen");
        }
        return faults;
    }

    public static List<String> portNumber(long number) {
        return number >= 1 && number <= 65535 ? List.of() : List.of("must be between 1 and 65535, inclusive");
    }
}
