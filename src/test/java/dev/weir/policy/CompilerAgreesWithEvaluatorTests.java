package dev.weir.policy;

import org.junit.jupiter.api.Test;

/** The property on which everything rests: verdicts, and the policies that are named. */
class CompilerAgreesWithEvaluatorTests {
    private static final int CLUSTERS = 1500;

    @Test
    void compiledProgramsDecideEveryPacketAsTheSpecificationDoesAndNameTheSamePolicies() {
        Agreement.check(new CompiledJudge(), CLUSTERS);
    }
}
