package dev.weir;

import dev.weir.cluster.ClusterState;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationGate;
import dev.weir.expectation.ExpectationWatch;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is expected of the network, which knows no Spring. */
@Configuration(proxyBeanMethods = false)
public class ExpectationConfiguration {
    @Bean
    ExpectationWatch expectations(ExpectationBook book, ClusterState cluster, Clock clock) {
        return new ExpectationWatch(book, cluster, clock);
    }

    @Bean
    ExpectationGate expectationGate(ExpectationBook book, ClusterState cluster) {
        return new ExpectationGate(book, cluster);
    }
}
