package dev.weir.readback;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's kernel enforces for a pod, and whether that is what the policies of a revision say.
 *
 * @param revision of the cluster's snapshot
 * @param differences the first ones; empty unless it differs
 * @param moreDifferences how many are not listed
 */
public record PodInKernel(
        long revision, Agreement agreement, List<Difference> differences, long moreDifferences, InMaps kernel) {
    public PodInKernel {
        differences = List.copyOf(differences);
    }

    /** How what was read compares. */
    public enum Agreement {
        /** Every entry is as the revision says. */
        AGREES,
        DIFFERS,
        /** No difference was found, but not every entry was read. */
        INCOMPLETE,
        /** This server does not know what the node should have: it has not been in contact with it for long enough. */
        UNKNOWN
    }

    /**
     * One entry that is not as it should be.
     *
     * @param map in the kernel
     * @param entry in words
     * @param kernel what the kernel has; absent when it has no such entry
     * @param expected what it should have; absent when there should be none
     */
    public record Difference(
            String map,
            String entry,
            @Nullable String kernel,
            @Nullable String expected) {}

    /**
     * What was read.
     *
     * @param leftOut entries that were not read or are not listed
     */
    public record InMaps(List<Endpoint> endpoints, List<Side> sides, Identities identities, long leftOut) {
        public InMaps {
            endpoints = List.copyOf(endpoints);
            sides = List.copyOf(sides);
        }
    }

    /**
     * An address of the pod, or another one on its interface.
     *
     * @param subject in hexadecimal
     */
    public record Endpoint(String address, String interfaceName, String subject) {}

    /**
     * One direction.
     *
     * @param direction ingress or egress
     * @param mode NONE, SHADOW or ENFORCED
     * @param isolatedBy the policies that isolate
     * @param admits what passes; all else does not, if the mode is ENFORCED
     */
    public record Side(String subject, String direction, String mode, List<String> isolatedBy, List<Admission> admits) {
        public Side {
            isolatedBy = List.copyOf(isolatedBy);
            admits = List.copyOf(admits);
        }
    }

    /**
     * Connections that are admitted: from (or to) any of these peers, on any of these ports.
     *
     * @param policies with the rules that admit
     */
    public record Admission(List<String> peers, List<String> ports, List<String> policies) {
        public Admission {
            peers = List.copyOf(peers);
            ports = List.copyOf(ports);
            policies = List.copyOf(policies);
        }
    }

    /** The node's table of identities: entries, and how many of them are missing or other than they should be. */
    public record Identities(long entries, long missing, long other) {}
}
