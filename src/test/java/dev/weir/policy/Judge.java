package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import java.util.List;

/** Who decides packets: the specification, the compiled form, the kernel. All must agree. */
interface Judge {
    /** One answer for each packet, in their order. */
    List<Answer> judge(ClusterSnapshot cluster, List<Packet> packets);
}
