package dev.weir.policy;

import dev.weir.net.Verdict;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.program.Cookie;
import dev.weir.program.Cookie.PolicyMatch;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one enforced end of a connection says of it, in the form in which all who judge can be compared. */
record End(Verdict verdict, List<PolicyMatch> policies) {
    /** No policy isolates it. */
    static final String OPEN = "open";
    /** Not even a policy can be named. */
    private static final String CLOSED = "closed";

    /** An end for which nothing is enforced is as good as open. */
    static final End NOT_ENFORCED = new End(Verdict.ALLOWED, List.of());

    private static final Pattern MATCH = Pattern.compile("([^/]+)/([^\\[]+)(?:\\[([\\d,]+)])?");

    static @Nullable End of(@Nullable Judgement judgement) {
        if (judgement == null) {
            return null;
        }
        boolean allowed = judgement.verdict() == Verdict.ALLOWED;
        return new End(
                judgement.verdict(),
                judgement.explanations().stream()
                        .filter(explanation -> allowed
                                ? explanation.outcome() instanceof Admits
                                : !(explanation.outcome() instanceof NotApplicable))
                        .map(explanation -> new PolicyMatch(
                                "NetworkPolicy",
                                explanation.policy().namespace(),
                                explanation.policy().name(),
                                explanation.outcome() instanceof Admits admits ? admits.rules() : List.of(),
                                0))
                        .toList());
    }

    /** @param cookie null when the end is not isolated */
    static End of(Verdict verdict, @Nullable Cookie cookie) {
        return new End(
                verdict,
                cookie == null
                        ? List.of()
                        : cookie.policies().stream().map(End::withoutContent).toList());
    }

    /** Reads what {@link #toString} prints. */
    static End parse(String text) {
        return switch (text) {
            case OPEN -> new End(Verdict.ALLOWED, List.of());
            case CLOSED -> new End(Verdict.DENIED, List.of());
            default -> {
                String[] halves = text.split(" by ", 2);
                yield new End(
                        halves[0].equals("admitted") ? Verdict.ALLOWED : Verdict.DENIED,
                        Arrays.stream(halves[1].split(" ", -1)).map(End::match).toList());
            }
        };
    }

    /** Only the compiler names contents. */
    private static PolicyMatch withoutContent(PolicyMatch match) {
        return new PolicyMatch(match.kind(), match.namespace(), match.name(), match.rules(), 0);
    }

    private static PolicyMatch match(String text) {
        Matcher parts = MATCH.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a policy: " + text);
        }
        String rules = parts.group(3);
        return new PolicyMatch(
                "NetworkPolicy",
                parts.group(1),
                parts.group(2),
                rules == null
                        ? List.of()
                        : Arrays.stream(rules.split(",", -1))
                                .map(Integer::valueOf)
                                .toList(),
                0);
    }

    String kind() {
        return policies.isEmpty() ? OPEN : verdict == Verdict.ALLOWED ? "admitted" : "isolated";
    }

    /** {@code admitted by shop/a[0] shop/b[1,2]}, {@code isolated by shop/a shop/b} or {@code open}. */
    @Override
    public String toString() {
        return policies.isEmpty()
                ? verdict == Verdict.ALLOWED ? OPEN : CLOSED
                : kind() + " by " + policies.stream().map(End::text).collect(Collectors.joining(" "));
    }

    private static String text(PolicyMatch match) {
        String rules = match.rules().isEmpty() ? "" : match.rules().toString().replace(" ", "");
        return match.namespace() + "/" + match.name() + rules;
    }
}
