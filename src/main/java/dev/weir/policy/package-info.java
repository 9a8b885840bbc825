/**
 * What policies mean. {@link dev.weir.policy.PolicyEvaluator} is the executable specification: it decides one packet and says why, beside the
 * sentences of the Kubernetes API. {@link dev.weir.policy.PolicyCompiler} is the fast form: it turns a cluster snapshot into programs of nodes.
 * A property test holds the two equal. Pure: no I/O, no clock, no state between calls. Design: {@code docs/design/policy-semantics.md}.
 */
@NullMarked
package dev.weir.policy;

import org.jspecify.annotations.NullMarked;
