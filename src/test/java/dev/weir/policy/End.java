package dev.weir.policy;

import dev.weir.net.Verdict;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.program.Cookie;
import dev.weir.program.Cookie.PolicyMatch;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one enforced end of a connection says of it, in the form in which all who judge can be compared.
 *
 * @param policies that decide; of an end that would deny, those in shadow, which it passes all the same
 */
record End(Verdict verdict, boolean wouldDeny, List<PolicyMatch> policies) {
    /** No policy isolates it. */
    static final String OPEN = "open";
    /** Not even a policy can be named. */
    private static final String CLOSED = "closed";

    /** An end for which nothing is enforced is as good as open. */
    static final End NOT_ENFORCED = new End(Verdict.ALLOWED, false, List.of());

    private static final Pattern MATCH = Pattern.compile("([^/]+)/([^\\[]+)(?:\\[([\\d,]+)])?");

    static @Nullable End of(@Nullable Judgement judgement) {
        if (judgement == null) {
            return null;
        }
        boolean admitted = judgement.verdict() == Verdict.ALLOWED && !judgement.wouldDeny();
        List<Explanation> explanations = judgement.wouldDeny() ? judgement.shadow() : judgement.explanations();
        return new End(
                judgement.verdict(),
                judgement.wouldDeny(),
                explanations.stream()
                        .filter(explanation -> admitted
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

    /** @param cookie null when nothing that is enforced decides and nothing in shadow would deny */
    static End of(Verdict verdict, boolean wouldDeny, @Nullable Cookie cookie) {
        return new End(
                verdict,
                wouldDeny,
                cookie == null
                        ? List.of()
                        : cookie.policies().stream().map(End::withoutContent).toList());
    }

    /** Reads what {@link #toString} prints. */
    static End parse(String text) {
        return switch (text) {
            case OPEN -> NOT_ENFORCED;
            case CLOSED -> new End(Verdict.DENIED, false, List.of());
            default -> {
                String[] halves = text.split(" by ", 2);
                yield new End(
                        halves[0].equals("isolated") ? Verdict.DENIED : Verdict.ALLOWED,
                        halves[0].equals("shadowed"),
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
        if (policies.isEmpty()) {
            return OPEN;
        }
        return wouldDeny ? "shadowed" : verdict == Verdict.ALLOWED ? "admitted" : "isolated";
    }

    /** {@code admitted by shop/a[0] shop/b[1,2]}, {@code isolated by shop/a shop/b}, {@code shadowed by shop/c} or {@code open}. */
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
