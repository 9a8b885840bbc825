package dev.weir;

import dev.weir.cluster.ClusterState;
import dev.weir.nodes.ProgramPublisher;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the core packages, which know no Spring. */
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {
    @Bean
    ClusterState clusterState() {
        return new ClusterState();
    }

    /** Started and stopped together with the daemons' socket. */
    @Bean(destroyMethod = "")
    ProgramPublisher programPublisher(ClusterState cluster, Clock clock) {
        long session = new SecureRandom().nextLong() | 1;
        return new ProgramPublisher(cluster, clock, session, LoggerFactory.getLogger(ProgramPublisher.class)::error);
    }
}
