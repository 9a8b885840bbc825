package dev.weir.daemon.libbpf;

import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class BpfCondition implements ExecutionCondition {
    private static final Optional<String> OBSTACLE = obstacle();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (OBSTACLE.isEmpty()) {
            return ConditionEvaluationResult.enabled("BPF programs can be loaded");
        }
        if ("true".equals(System.getenv("CI_REQUIRE_BPF"))) {
            throw new IllegalStateException("CI_REQUIRE_BPF=true, but " + OBSTACLE.get());
        }
        return ConditionEvaluationResult.disabled(OBSTACLE.get());
    }

    private static Optional<String> obstacle() {
        if (!Files.isReadable(TestNode.OBJECT)) {
            return Optional.of(TestNode.OBJECT + " is missing: run make -C bpf");
        }
        try (var node = new TestNode()) {
            return Optional.empty();
        } catch (BpfException e) {
            return Optional.of("the kernel does not load BPF programs: " + e.getMessage());
        } catch (UnsatisfiedLinkError e) {
            return Optional.of("libbpf.so.1 is missing: " + e.getMessage());
        }
    }
}
