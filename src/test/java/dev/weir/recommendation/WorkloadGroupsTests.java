package dev.weir.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkloadGroupsTests {
    private static Pod pod(String name, String deployment, Map<String, String> labels) {
        return RecordedShop.made("shop/" + name, "10.0.0.1", deployment, labels);
    }

    @Test
    void oneTellingLabelIsEnoughWhereItIs() {
        WorkloadGroups groups = new WorkloadGroups(List.of(
                pod("a-1", "a", Map.of("app", "a", "tier", "front", "pod-template-hash", "1")),
                pod("b-1", "b", Map.of("app", "b", "tier", "front"))));
        assertThat(groups.all()).extracting(WorkloadGroup::name).containsExactly("a", "b");
        assertThat(groups.all().getFirst().selector().matchLabels()).isEqualTo(Map.of("app", "a"));
    }

    @Test
    void aSelectorMeansTheseWorkloadsAndNoOthersWhateverTheLabelsAre() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        int merged = 0;
        for (long seed = first; seed < first + (fixed == null ? 500 : 1); seed++) {
            List<Pod> pods = pods(new Random(seed));
            WorkloadGroups groups = new WorkloadGroups(pods);
            for (Pod pod : pods) {
                for (WorkloadGroup group : groups.all()) {
                    assertThat(group.selector().matches(pod.labels()))
                            .as("-Dweir.seed=%d: %s and %s", seed, group, pod.ref())
                            .isEqualTo(group.equals(groups.of(pod)));
                }
            }
            assertThat(groups.all()).extracting(WorkloadGroup::name).doesNotHaveDuplicates();
            merged += (int) groups.all().stream()
                    .filter(group -> group.workloads().size() > 1)
                    .count();
        }
        assertThat(merged).isGreaterThan(fixed == null ? 10 : -1);
    }

    private static List<Pod> pods(Random random) {
        List<Pod> pods = new ArrayList<>();
        for (int workload = 0; workload < 5; workload++) {
            for (int replica = 0; replica < 2; replica++) {
                Map<String, String> labels = new HashMap<>();
                for (String key : List.of("app", "tier", "zone")) {
                    if (random.nextBoolean()) {
                        labels.put(key, "v" + random.nextInt(3));
                    }
                }
                pods.add(pod("w" + workload + "-" + replica, "w" + workload, labels));
            }
        }
        return pods;
    }

    @Test
    void addressesBecomeRangesThatContainThemAndNoOthers() {
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            List<IpAddress> addresses = random.ints(40, 0, 64)
                    .distinct()
                    .mapToObj(last -> IpAddress.parse("203.0.113." + last))
                    .toList();
            List<IpAddress> others = Stream.iterate(0, last -> last + 1)
                    .limit(256)
                    .map(last -> IpAddress.parse("203.0.113." + last))
                    .filter(address -> !addresses.contains(address))
                    .toList();
            var blocks = Blocks.exact(addresses);
            assertThat(addresses).allMatch(address -> blocks.stream().anyMatch(block -> block.contains(address)));
            assertThat(others).noneMatch(address -> blocks.stream().anyMatch(block -> block.contains(address)));
        }
        assertThat(Blocks.exact(Stream.of("::1", "::").map(IpAddress::parse).toList()))
                .extracting(Object::toString)
                .containsExactly("::/127");
    }
}
