package dev.weir;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The record store: a file of this server, or an OpenSearch cluster that several servers share.
 *
 * @param path of its file; empty = records are kept in memory and lost with the process
 * @param retention how long records are kept
 * @param maxSize when there is more, the oldest records are deleted before their time
 * @param minFree when the file's volume has less room than this, no more records are taken in; they wait on the nodes
 * @param memory what the embedded engine may use
 * @param threads that one search in the embedded engine may use
 * @param opensearch used instead of the file when it has addresses
 */
@ConfigurationProperties("weir.store")
record RecordStoreProperties(
        @DefaultValue("") String path,
        @DefaultValue("7d") Duration retention,
        @DefaultValue("10GB") DataSize maxSize,
        @DefaultValue("512MB") DataSize minFree,
        @DefaultValue("256MB") DataSize memory,
        @DefaultValue("2") int threads,
        @DefaultValue OpenSearch opensearch) {

    /**
     * The cluster.
     *
     * @param addresses of its nodes, as https://host:9200
     * @param user empty = it asks for none
     * @param passwordFile of that user
     * @param caFile certificates in PEM that vouch for the nodes; empty = those that Java trusts
     * @param prefix of the names of all indices
     * @param shards of a day
     * @param replicas of each shard
     * @param refresh how long a stored record may take until it is found
     */
    record OpenSearch(
            @DefaultValue List<URI> addresses,
            @DefaultValue("") String user,
            @DefaultValue("") String passwordFile,
            @DefaultValue("") String caFile,
            @DefaultValue("weir") String prefix,
            @DefaultValue("1") int shards,
            @DefaultValue("1") int replicas,
            @DefaultValue("200ms") Duration refresh) {}
}
