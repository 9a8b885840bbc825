package dev.weir.local.fabric;

import java.util.List;

/** A pod's two addresses, in text. */
public record PodAddresses(String ipv4, String ipv6) {

    public List<String> all() {
        return List.of(ipv4, ipv6);
    }

    /** The Ethernet address of the pod's interface; derived, so that neighbours can be entered before it exists. */
    String ethernet() {
        String[] bytes = ipv4.split("\\.");
        return String.format(
                "0a:57:%02x:%02x:%02x:%02x",
                Integer.valueOf(bytes[0]),
                Integer.valueOf(bytes[1]),
                Integer.valueOf(bytes[2]),
                Integer.valueOf(bytes[3]));
    }
}
