package dev.weir.reach;

import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Who is meant at one end of a question. It may look only at what the question was announced to look at ({@link Reachability#of}). */
public interface Group {
    /** @param pod who has the address; null outside the cluster, and for a node */
    boolean has(@Nullable Pod pod, IpAddress address);
}
