package dev.weir.reach;

import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** What one may open to another; both stand for all whom no policy and no question tells apart from them. */
public record Opening(Someone from, Someone to, Ports ports) {

    /** @param pod null outside the cluster */
    public record Someone(@Nullable Pod pod, IpAddress address) {}
}
