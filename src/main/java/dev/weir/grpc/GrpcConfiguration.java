package dev.weir.grpc;

import dev.weir.cluster.ClusterState;
import dev.weir.flow.RecordSink;
import dev.weir.nodes.ProgramPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the edge to the daemons. */
@Configuration(proxyBeanMethods = false)
class GrpcConfiguration {
    @Bean
    NodeServerLifecycle nodeServerLifecycle(
            NodesProperties properties,
            EnforcementProperties enforcement,
            ClusterState cluster,
            ProgramPublisher publisher,
            RecordSink sink) {
        return new NodeServerLifecycle(
                properties, cluster, publisher, new NodeGrpcService(publisher, sink, enforcement));
    }
}
