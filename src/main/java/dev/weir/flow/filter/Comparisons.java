package dev.weir.flow.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.weir.flow.filter.Condition.NumberOperator;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Gives one comparison its meaning: resolves the field, checks that operator and value fit it, and builds the condition. */
final class Comparisons {
    private static final Set<String> FUNCTIONS = Set.of("ip_in_net", "log_id");

    private final String text;

    Comparisons(String text) {
        this.text = text;
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    Condition search(Token word) {
        return new Condition.Search(word.text().toLowerCase(Locale.ROOT));
    }

    Condition call(Token function, List<Token> arguments) {
        if (function.text().equals("log_id")) {
            Token id = argument(function, arguments, 0, 1, "log_id(\"policy-action\")");
            return new Condition.Constant(
                    id.text().equals("policy-action"), "log_id(" + Sentence.quoted(id.text()) + ")");
        }
        String example = "ip_in_net(connection.src_ip, \"10.0.0.0/8\")";
        Token field = argument(function, arguments, 0, 2, example);
        Token network = argument(function, arguments, 1, 2, example);
        IpPrefix prefix = prefix(network);
        return eitherSide(resolve(field), false, candidate -> {
            if (!candidate.isAddress()) {
                throw error(
                        field,
                        candidate.path() + " is not an address.",
                        "Use connection.src_ip or connection.dest_ip.");
            }
            return new Condition.AddressIn(candidate, prefix);
        });
    }

    Condition compare(Token name, Token operator, Token value) {
        FieldNames.Target target = resolve(name);
        if (target instanceof FieldNames.Folded folded) {
            return folded.compare(operator.text(), value.text());
        }
        if (operator.text().equals(":")
                && value.is(Token.Kind.WORD)
                && value.text().equals("*")) {
            return eitherSide(target, false, Condition.Present::new);
        }
        boolean negative = operator.text().startsWith("!");
        return eitherSide(target, negative, field -> compare(field, operator, value));
    }

    private Condition compare(RecordField field, Token operator, Token value) {
        if (operator.text().endsWith("~")) {
            return regex(field, operator, value);
        }
        return switch (field.reader()) {
            case FieldReader.Text unused -> text(field, operator, value);
            case FieldReader.Words unused -> text(field, operator, value);
            case FieldReader.Address unused -> address(field, operator, value);
            case FieldReader.Number unused -> number(field, operator, longValue(field, value));
            case FieldReader.Time unused -> number(field, operator, FilterTimes.nanos(text, value));
        };
    }

    private Condition regex(RecordField field, Token operator, Token value) {
        if (!field.isText()) {
            throw error(
                    operator,
                    operator.text() + " compares text, but " + field.path() + " is not text.",
                    "Use =, <, <=, > or >=.");
        }
        // One engine of the two does not know this spelling of a named group; a filter has no use for the name.
        if (value.text().contains("(?<")) {
            throw error(value, "Named groups are not supported.", "Write (…) instead of (?<name>…).");
        }
        try {
            return new Condition.RegexMatch(field, operator.text().equals("!~"), Pattern.compile(value.text()));
        } catch (PatternSyntaxException wrong) {
            throw error(
                    value,
                    "The regular expression is not valid: " + wrong.getDescription() + ".",
                    "RE2 syntax is supported; it has no look-around and no back-references.");
        }
    }

    private Condition text(RecordField field, Token operator, Token value) {
        TextOperator textOperator = switch (operator.text()) {
            case "=" -> TextOperator.EQUALS;
            case "!=" -> TextOperator.DIFFERS;
            case ":" -> TextOperator.CONTAINS;
            default ->
                throw error(
                        operator,
                        operator.text() + " compares numbers and times, but " + field.path() + " is text.",
                        "Use =, !=, :, =~ or !~.");
        };
        return new Condition.TextMatch(field, textOperator, value.text().toLowerCase(Locale.ROOT));
    }

    /** An address is compared by value, however it is written; a network may stand where an address may. */
    private Condition address(RecordField field, Token operator, Token value) {
        if (operator.text().equals(":")
                || operator.text().startsWith("<")
                || operator.text().startsWith(">")) {
            return text(field, operator, value);
        }
        IpPrefix prefix = prefix(value);
        Condition in = new Condition.AddressIn(field, prefix);
        return operator.text().equals("=") ? in : new Condition.Not(in);
    }

    private Condition number(RecordField field, Token operator, long operand) {
        NumberOperator numberOperator = switch (operator.text()) {
            case "=", ":" -> NumberOperator.EQUALS;
            case "!=" -> NumberOperator.DIFFERS;
            case "<" -> NumberOperator.LESS;
            case "<=" -> NumberOperator.AT_MOST;
            case ">" -> NumberOperator.GREATER;
            default -> NumberOperator.AT_LEAST;
        };
        return new Condition.NumberMatch(field, numberOperator, operand);
    }

    private long longValue(RecordField field, Token value) {
        try {
            return Long.parseLong(value.text());
        } catch (NumberFormatException notANumber) {
            throw error(
                    value,
                    field.path() + " is a number, but " + value.shown() + " is not.",
                    "Write a number such as 443.");
        }
    }

    private IpPrefix prefix(Token value) {
        try {
            return value.text().contains("/")
                    ? IpPrefix.parse(value.text())
                    : IpPrefix.host(IpAddress.parse(value.text()));
        } catch (IllegalArgumentException wrong) {
            throw error(
                    value,
                    value.shown() + " is not an IP address or network.",
                    "Write an address such as 10.0.0.7 or a network such as 10.0.0.0/8; : finds a part of an address.");
        }
    }

    /** {@code ns!="x"} means that neither side is x, the opposite of {@code ns="x"}. */
    private Condition eitherSide(
            FieldNames.Target target, boolean negative, Function<RecordField, Condition> comparison) {
        List<Condition> parts = new ArrayList<>();
        for (RecordField field : target.fields()) {
            parts.add(comparison.apply(field));
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        if (!negative) {
            return new Condition.Any(List.copyOf(parts));
        }
        return new Condition.Not(
                new Condition.Any(parts.stream().map(Comparisons::positive).toList()));
    }

    private static Condition positive(Condition negative) {
        return switch (negative) {
            case Condition.Not not -> not.part();
            case Condition.TextMatch match ->
                new Condition.TextMatch(match.field(), TextOperator.EQUALS, match.operand());
            case Condition.RegexMatch match -> new Condition.RegexMatch(match.field(), false, match.pattern());
            case Condition.NumberMatch match ->
                new Condition.NumberMatch(match.field(), NumberOperator.EQUALS, match.operand());
            default -> throw new IllegalStateException("not a negative comparison: " + negative);
        };
    }

    private FieldNames.Target resolve(Token name) {
        return FieldNames.resolve(name.text())
                .orElseThrow(
                        () -> error(name, "There is no field " + name.text() + ".", FieldNames.remedy(name.text())));
    }

    private Token argument(Token function, List<Token> arguments, int index, int count, String example) {
        if (arguments.size() != count) {
            throw error(
                    function,
                    function.text() + " takes " + count + (count == 1 ? " argument." : " arguments."),
                    "Write " + example + ".");
        }
        return arguments.get(index);
    }

    private FilterSyntaxException error(Token token, String problem, String remedy) {
        return new FilterSyntaxException(text, token.offset(), problem, remedy);
    }
}
