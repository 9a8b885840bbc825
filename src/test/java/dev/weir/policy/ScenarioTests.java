package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The scenarios of {@code src/test/resources/policies}, for the specification and for what the compiler makes of it. */
class ScenarioTests {
    static final Judge SPECIFICATION = (cluster, packets) -> packets.stream()
            .map(new PolicyEvaluator(cluster)::evaluate)
            .map(Answer::of)
            .toList();

    private static final List<ScenarioFile> FILES = ScenarioFile.all();

    @TestFactory
    Stream<DynamicContainer> scenariosHoldForTheSpecification() {
        return forEachScenario((cluster, packets) -> packets.stream()
                .map(new PolicyEvaluator(cluster)::evaluate)
                .map(Answer::of)
                .toList());
    }

    @TestFactory
    Stream<DynamicContainer> scenariosHoldForTheCompiledForm() {
        return forEachScenario(new CompiledJudge());
    }

    static Stream<DynamicContainer> forEachScenario(Judge judge) {
        return FILES.stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file.name(),
                        file.scenarios().stream()
                                .map(scenario -> DynamicTest.dynamicTest(
                                        scenario.name(), () -> ScenarioCheck.check(scenario, judge)))));
    }

    @Test
    void thereAreScenariosForEverythingThatPeopleDo() {
        long lines = FILES.stream()
                .flatMap(file -> file.scenarios().stream())
                .mapToLong(scenario -> scenario.lines().size())
                .sum();
        long scenarios =
                FILES.stream().mapToLong(file -> file.scenarios().size()).sum();
        System.out.println(FILES.size() + " files, " + scenarios + " scenarios, " + lines + " packet lines");

        assertThat(scenarios).isGreaterThanOrEqualTo(150);
    }
}
