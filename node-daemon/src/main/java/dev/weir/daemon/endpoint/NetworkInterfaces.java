package dev.weir.daemon.endpoint;

import java.util.Map;
import java.util.OptionalInt;

/**
 * The interfaces of the network namespace in which the daemon runs, also those without an address: that is how a pod's veth
 * begins, and why the JDK's own list does not do.
 */
public interface NetworkInterfaces {
    OptionalInt indexOf(String name);

    /** Index to name. */
    Map<Integer, String> all();
}
