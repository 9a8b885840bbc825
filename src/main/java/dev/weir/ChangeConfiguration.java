package dev.weir;

import dev.weir.change.ChangeBook;
import dev.weir.change.ChangeSets;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.counts.ClusterCounts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Policies that are written together and taken back by themselves, which know no Spring. */
@Configuration(proxyBeanMethods = false)
class ChangeConfiguration {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Beside the history, as everything else that one server remembers. */
    @Bean
    ChangeBook changeBook(RecordStoreProperties store, HistoryProperties history) {
        String beside = history.file(store.path());
        return new ChangeBook(
                beside.isEmpty()
                        ? ""
                        : Path.of(beside).resolveSibling("changes.json").toString());
    }

    @Bean
    ChangeSets changeSets(
            ChangeBook book,
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            ClusterState cluster,
            ClusterCounts counts,
            Clock clock) {
        return new ChangeSets(book, objects, cluster, counts, clock);
    }

    @Bean
    Watch changeWatch(ChangeSets changes) {
        return new Watch("changes", BETWEEN_LOOKS, changes::watch);
    }
}
