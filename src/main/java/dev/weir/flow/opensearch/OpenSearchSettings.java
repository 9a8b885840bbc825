package dev.weir.flow.opensearch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How records are kept in an OpenSearch cluster.
 *
 * @param addresses of its nodes; any of them answers
 * @param credentials null when the cluster asks for none
 * @param certificateAuthority file in PEM that vouches for the nodes; null = the authorities that the JVM knows
 * @param prefix of the names of everything that is kept there
 * @param layout of each index
 * @param retention an index is deleted when its last record is older than this
 * @param maxBytes when the indices hold more, the oldest one is deleted; replicas count
 * @param clock tells what is old
 */
public record OpenSearchSettings(
        List<URI> addresses,
        @Nullable Credentials credentials,
        @Nullable Path certificateAuthority,
        String prefix,
        Layout layout,
        Duration retention,
        long maxBytes,
        Clock clock) {

    public OpenSearchSettings {
        addresses = List.copyOf(addresses);
    }

    /** Never shown. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Of an index.
     *
     * @param refresh how long a record may take until it is found; whoever appends waits as long
     */
    public record Layout(int shards, int replicas, Duration refresh) {}
}
