/**
 * Who may talk to whom, on which ports, as far as policies say: between workloads, and between workloads and ranges of addresses outside.
 * Works on classes of pods that no policy tells apart; {@code policy.PolicyEvaluator} is the measure.
 */
@NullMarked
package dev.weir.reach;

import org.jspecify.annotations.NullMarked;
