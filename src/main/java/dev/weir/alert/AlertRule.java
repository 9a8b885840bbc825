package dev.weir.alert;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What is watched. The defaults say which settings a rule has: one that is nothing is not used by it. */
public enum AlertRule {
    /** A workload sends to an address outside the cluster to which it never sent. */
    FIRST_SEEN_EGRESS(
            "first-seen-egress",
            Severity.CRITICAL,
            "new destinations",
            new RuleSettings(true, 1, Duration.ofHours(1), 0, Duration.ofHours(24))),
    /** Far more packets are denied at a workload than usual. */
    DENIED_SPIKE(
            "denied-spike",
            Severity.CRITICAL,
            "denied packets/s",
            new RuleSettings(true, 20, Duration.ofMinutes(1), 5, Duration.ZERO)),
    /** One source is denied at many pods or ports. */
    SCAN(
            "scan",
            Severity.CRITICAL,
            "denied targets",
            new RuleSettings(true, 10, Duration.ofMinutes(5), 0, Duration.ZERO)),
    /** A policy that selected pods selects none any more, or one that admitted connections again and again admits none any more. */
    POLICY_STOPPED(
            "policy-stopped",
            Severity.WARNING,
            "pods selected",
            new RuleSettings(true, 0, Duration.ofMinutes(5), 3, Duration.ofHours(24))),
    /** Connections happened that no record tells of. */
    RECORDS_INCOMPLETE(
            "records-incomplete",
            Severity.WARNING,
            "events without a record",
            new RuleSettings(true, 1, Duration.ofMinutes(10), 0, Duration.ZERO)),
    /** A node does not enforce what it should. */
    NODE_BEHIND(
            "node-behind",
            Severity.WARNING,
            "seconds behind",
            new RuleSettings(true, 0, Duration.ofMinutes(1), 0, Duration.ZERO)),
    /** What was written down about the network is not so any more. */
    EXPECTATION_BROKEN(
            "expectation-broken",
            Severity.CRITICAL,
            "seconds broken",
            new RuleSettings(true, 0, Duration.ofSeconds(10), 0, Duration.ZERO));

    private final String label;
    private final Severity severity;
    private final String unit;
    private final RuleSettings defaults;

    AlertRule(String label, Severity severity, String unit, RuleSettings defaults) {
        this.label = label;
        this.severity = severity;
        this.unit = unit;
        this.defaults = defaults;
    }

    /** In the words of Alertmanager's own examples. */
    public enum Severity {
        CRITICAL("critical"),
        WARNING("warning");

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public static Optional<AlertRule> ofLabel(String label) {
        return Arrays.stream(values()).filter(rule -> rule.label.equals(label)).findFirst();
    }

    public String label() {
        return label;
    }

    public Severity severity() {
        return severity;
    }

    /** Of what its value, threshold and baseline are numbers. */
    public String unit() {
        return unit;
    }

    public RuleSettings defaults() {
        return defaults;
    }
}
