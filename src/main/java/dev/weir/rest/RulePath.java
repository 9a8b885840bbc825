package dev.weir.rest;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a rule of a policy, or one peer of it, as a pointer into its spec: {@code ingress/0}, {@code egress/1/to/0}.
 *
 * @param peer null for all of the rule
 */
record RulePath(Direction direction, int rule, @Nullable Integer peer) {
    static final String EXAMPLE = "ingress/0/from/1";
    private static final Pattern FORM = Pattern.compile(
            "(?:/?spec/)?(?:ingress/(\\d{1,4})(?:/from/(\\d{1,4}))?|egress/(\\d{1,4})(?:/to/(\\d{1,4}))?)");

    static RulePath parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw ProblemException.badParameter(
                    "rule",
                    "names a rule such as ingress/0, or a peer of one such as " + EXAMPLE + " or egress/0/to/0.");
        }
        boolean ingress = form.group(1) != null;
        String peer = form.group(ingress ? 2 : 4);
        return new RulePath(
                ingress ? Direction.INGRESS : Direction.EGRESS,
                Integer.parseInt(form.group(ingress ? 1 : 3)),
                peer == null ? null : Integer.valueOf(peer));
    }

    /** The peers that it names; empty when the rule admits whoever comes. */
    List<Peer> peers(NetworkPolicy policy) {
        List<Rule> rules = policy.rules(direction);
        if (rule >= rules.size()) {
            throw ProblemException.badParameter(
                    "rule", "The policy has " + rules.size() + " " + direction.label() + " rules; they count from 0.");
        }
        List<Peer> peers = rules.get(rule).peers();
        if (peer == null) {
            return peers;
        }
        if (peer >= peers.size()) {
            throw ProblemException.badParameter("rule", "The rule has " + peers.size() + " peers; they count from 0.");
        }
        return List.of(peers.get(peer));
    }
}
