package dev.weir.local.bench.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.bench.control.ClusterModel.PodModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterModelTests {
    private final Scale scale = new Scale(200, 100, 10, Duration.ofSeconds(1), "1g");
    private final ClusterModel model = new ClusterModel(scale, 1);

    @Test
    void everyNodeHasThirtyPodsAndEveryDeploymentFive() {
        List<PodModel> pods = model.firstPods();

        assertThat(count(pods, PodModel::node))
                .hasSize(200)
                .allSatisfy((node, count) -> assertThat(count).isEqualTo(30));
        assertThat(count(pods, PodModel::deployment))
                .hasSize(1200)
                .allSatisfy((deployment, count) -> assertThat(count).isEqualTo(5));
        assertThat(pods).extracting(PodModel::address).doesNotHaveDuplicates();
    }

    private static Map<Integer, Long> count(List<PodModel> pods, java.util.function.Function<PodModel, Integer> by) {
        return pods.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    @Test
    void aPodConcernsItsNodeAndThoseOfDeploymentsWithAPolicyToIt() {
        List<PodModel> pods = model.firstPods();
        int target = model.retarget(3, 0);
        PodModel pod = model.podsOf(target).getFirst();

        Set<Integer> expected = model.podsOf(3).stream().map(PodModel::node).collect(Collectors.toSet());
        expected.add(pod.node());

        assertThat(model.concernedBy(pod)).isEqualTo(expected);
        assertThat(model.namespace(target)).isEqualTo(model.namespace(3));
        assertThat(model.concernedBy(pods.stream()
                        .filter(other -> other.deployment() != target)
                        .findFirst()
                        .orElseThrow()))
                .hasSize(1);
    }

    @Test
    void aPolicyThatIsRetargetedNoLongerConcernsTheOldTarget() {
        model.firstPods();
        int before = model.retarget(3, 0);
        int after = model.retarget(3, 0);

        assertThat(after).isNotEqualTo(before);
        assertThat(model.concernedBy(model.podsOf(before).getFirst())).hasSize(1);
    }
}
