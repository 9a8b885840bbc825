package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs here. */
@RestController
@Tag(name = "Version")
final class VersionController {
    private final ClusterView cluster;
    private final NodeRegistry nodes;

    VersionController(ClusterView cluster, NodeRegistry nodes) {
        this.cluster = cluster;
        this.nodes = nodes;
    }

    /**
     * The versions.
     *
     * @param version of the server; absent when it does not run from its jar
     * @param daemonVersions of the daemons that called
     * @param revision of the cluster snapshot
     */
    record Version(
            String product,
            @Nullable String version,
            String api,
            List<String> daemonVersions,
            List<Integer> abiVersions,
            long revision) {}

    @GetMapping("/api/v1/version")
    @Operation(summary = "Versions of the server, the daemons and the datapath")
    Version version() {
        List<NodeDaemon> daemons = nodes.nodes().stream()
                .map(NodeProgress::daemon)
                .filter(Objects::nonNull)
                .toList();
        return new Version(
                "weir",
                VersionController.class.getPackage().getImplementationVersion(),
                "v1",
                daemons.stream()
                        .map(NodeDaemon::daemonVersion)
                        .distinct()
                        .sorted()
                        .toList(),
                daemons.stream().map(NodeDaemon::abiVersion).distinct().sorted().toList(),
                cluster.current().revision());
    }
}
