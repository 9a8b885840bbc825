package dev.weir.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Access to the server.
 *
 * @param adminPasswordFile holds the password of the user {@code admin}; empty = nobody can sign in to the console
 * @param tokenFile holds an API token with the role admin; empty = there is none from the start
 * @param tokensFile where API tokens that were created are kept
 * @param peopleFile where those who may sign in besides {@code admin} are kept; empty = in memory
 * @param signInKeyFile where the key is kept that lets people stay signed in over a start of the server; empty = in memory
 * @param allowedHosts names by which this server may be called, without port; {@code *} = any. Others are refused, so that a web page
 *     elsewhere cannot reach a server on a loopback address through a name of its own (DNS rebinding)
 * @param maxBody the longest request body
 * @param requestsPerMinute how often one API token may ask
 */
@ConfigurationProperties("weir.security")
record SecurityProperties(
        @DefaultValue("") String adminPasswordFile,
        @DefaultValue("") String tokenFile,
        @DefaultValue("weir-tokens") String tokensFile,
        @DefaultValue("") String peopleFile,
        @DefaultValue("") String signInKeyFile,
        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> allowedHosts,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("6000") int requestsPerMinute) {

    SecurityProperties {
        if (requestsPerMinute < 1) {
            throw new IllegalArgumentException("weir.security.requests-per-minute is at least 1");
        }
    }

    @Override
    public String toString() {
        return "SecurityProperties[allowedHosts=" + allowedHosts + "]";
    }
}
