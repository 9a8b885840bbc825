package dev.weir.local.workload;

import java.net.InetAddress;
import java.util.List;

/** Which pods a workload has at this moment. */
@FunctionalInterface
public interface Targets {

    /** The addresses of the running pods of {@code app}, IPv4 and IPv6, in any order; empty when there is none. */
    List<InetAddress> of(String namespace, String app);
}
