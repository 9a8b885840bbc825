package dev.weir.local.kubelet;

import dev.weir.local.fabric.AddressPool;
import dev.weir.local.fabric.NodeNetwork;
import java.nio.file.Path;

/** A node as the kubelet sees it: its network, its free addresses, its daemon. */
record LocalNode(NodeNetwork network, AddressPool addresses, NodeDaemonClient daemon, Path endpointSocket) {

    String name() {
        return network.name();
    }
}
