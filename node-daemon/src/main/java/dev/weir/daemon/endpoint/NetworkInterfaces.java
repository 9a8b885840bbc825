package dev.weir.daemon.endpoint;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The interfaces of the network namespace in which the daemon runs. */
public interface NetworkInterfaces {
    OptionalInt indexOf(String name);

    /** Index to name. */
    Map<Integer, String> all();

    /** The interfaces as the JDK sees them. */
    static NetworkInterfaces ofThisNamespace() {
        return new NetworkInterfaces() {
            @Override
            public OptionalInt indexOf(String name) {
                try {
                    var found = NetworkInterface.getByName(name);
                    return found == null ? OptionalInt.empty() : OptionalInt.of(found.getIndex());
                } catch (SocketException e) {
                    throw new IllegalStateException("the interfaces of this node cannot be listed", e);
                }
            }

            @Override
            public Map<Integer, String> all() {
                try {
                    return NetworkInterface.networkInterfaces()
                            .collect(Collectors.toMap(
                                    NetworkInterface::getIndex, NetworkInterface::getName, (one, same) -> one));
                } catch (SocketException e) {
                    throw new IllegalStateException("the interfaces of this node cannot be listed", e);
                }
            }
        };
    }
}
