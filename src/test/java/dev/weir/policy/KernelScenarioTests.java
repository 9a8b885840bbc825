package dev.weir.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The scenarios and random clusters, for the kernel. */
@Tag("bpf")
@TestInstance(Lifecycle.PER_CLASS)
class KernelScenarioTests {
    private static final int CLUSTERS = 300;

    private final KernelJudge kernel = start();

    private static KernelJudge start() {
        try {
            return new KernelJudge();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void close() throws IOException {
        kernel.close();
    }

    @TestFactory
    Stream<DynamicContainer> scenariosHoldForTheKernel() {
        return ScenarioTests.forEachScenario(kernel);
    }

    @Test
    void theKernelDecidesEveryPacketAsTheSpecificationDoesAndNamesTheSamePolicies() {
        Agreement.check(kernel, CLUSTERS);
    }
}
