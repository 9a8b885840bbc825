package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Mark;

/** What is recorded, after the cluster's switches and the annotations have both been heard; with the reason. */
final class LoggingState {
    private final LoggingConfig logging;
    private final Texts texts;

    LoggingState(ClusterSnapshot snapshot, Texts texts) {
        logging = snapshot.logging();
        this.texts = texts;
    }

    /** Whether denials at pods of this namespace are recorded. */
    boolean denies(Namespace namespace) {
        return logging.deny().log() && (!logging.deny().delegate() || namespace.wantsDenyLogging());
    }

    /** Whether connections that this policy admits are recorded. */
    boolean allows(NetworkPolicy policy) {
        return logging.allow().log() && (!logging.allow().delegate() || policy.wantsAllowLogging());
    }

    Mark denyMark(Namespace namespace) {
        return denies(namespace) ? Mark.good(texts.of("on")) : Mark.quiet(texts.of("off"));
    }

    /** "on, because every denial is recorded" and so on. */
    String denyReason(Namespace namespace) {
        if (!logging.deny().log()) {
            return texts.of("logging.deny.reason.off");
        }
        if (!logging.deny().delegate()) {
            return texts.of("logging.deny.reason.all");
        }
        return texts.of(
                namespace.wantsDenyLogging() ? "logging.deny.reason.annotated" : "logging.deny.reason.not-annotated");
    }

    Mark allowMark(ClusterSnapshot snapshot, String namespace) {
        long policies = snapshot.policiesIn(namespace).size();
        long logged =
                snapshot.policiesIn(namespace).stream().filter(this::allows).count();
        if (!logging.allow().log()) {
            return Mark.quiet(texts.of("off"));
        }
        if (policies == 0) {
            return Mark.quiet(texts.of("logging.allow.no-policy"));
        }
        String text = texts.of("logging.allow.some", logged, policies);
        return logged > 0 ? Mark.good(text) : Mark.quiet(text);
    }

    String allowReason(ClusterSnapshot snapshot, String namespace) {
        if (!logging.allow().log()) {
            return texts.of("logging.allow.reason.off");
        }
        if (snapshot.policiesIn(namespace).isEmpty()) {
            return texts.of("logging.allow.reason.no-policy");
        }
        return texts.of(logging.allow().delegate() ? "logging.allow.reason.delegate" : "logging.allow.reason.all");
    }

    Mark policyMark(NetworkPolicy policy) {
        return allows(policy) ? Mark.good(texts.of("on")) : Mark.quiet(texts.of("off"));
    }

    String policyReason(NetworkPolicy policy) {
        if (!logging.allow().log()) {
            return texts.of("logging.policy.reason.off");
        }
        if (!logging.allow().delegate()) {
            return texts.of("logging.policy.reason.all");
        }
        return texts.of(
                policy.wantsAllowLogging() ? "logging.policy.reason.annotated" : "logging.policy.reason.not-annotated");
    }
}
