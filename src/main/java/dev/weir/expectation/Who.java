package dev.weir.expectation;

import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Group;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One end of a claim. What is outside is meant by its addresses; a pod never is. */
public sealed interface Who extends Group {
    /** Which labels it looks at. */
    default Set<String> keys() {
        return Set.of();
    }

    /** Which ranges of addresses it tells apart. */
    default List<IpPrefix> ranges() {
        return List.of();
    }

    /** The namespace that it names; empty when it names none. */
    default String namespace() {
        return "";
    }

    /** The pods of a workload; one that has no owner is a workload of its own. */
    record Workload(@Override String namespace, String name) implements Who {
        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            if (pod == null || !pod.ref().namespace().equals(namespace)) {
                return false;
            }
            return WorkloadEnd.of(pod).name().equals(name);
        }
    }

    /** The pods of a namespace that have all of these labels; all of its pods when there is none. */
    record Labelled(@Override String namespace, Map<String, String> labels) implements Who {
        public Labelled {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        @Override
        public Set<String> keys() {
            return labels.keySet();
        }

        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            return pod != null
                    && pod.ref().namespace().equals(namespace)
                    && pod.labels().entrySet().containsAll(labels.entrySet());
        }
    }

    /** Every pod of the cluster. */
    record AnyPod() implements Who {
        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            return pod != null;
        }
    }

    /** Addresses outside the cluster that are of the internet. */
    record Internet() implements Who {
        /** Private, shared, loopback, link-local, multicast and reserved (RFC 1918, 6598, 1122, 3927, 5771, 4193, 4291). */
        static final List<IpPrefix> ELSEWHERE = List.of(
                IpPrefix.parse("0.0.0.0/8"),
                IpPrefix.parse("10.0.0.0/8"),
                IpPrefix.parse("100.64.0.0/10"),
                IpPrefix.parse("127.0.0.0/8"),
                IpPrefix.parse("169.254.0.0/16"),
                IpPrefix.parse("172.16.0.0/12"),
                IpPrefix.parse("192.168.0.0/16"),
                IpPrefix.parse("224.0.0.0/3"),
                IpPrefix.parse("::/127"),
                IpPrefix.parse("fc00::/7"),
                IpPrefix.parse("fe80::/10"),
                IpPrefix.parse("ff00::/8"));

        @Override
        public List<IpPrefix> ranges() {
            return ELSEWHERE;
        }

        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            return pod == null && ELSEWHERE.stream().noneMatch(range -> range.contains(address));
        }
    }

    /** Addresses of a range that no pod has. */
    record Addresses(IpPrefix range) implements Who {
        @Override
        public List<IpPrefix> ranges() {
            return List.of(range);
        }

        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            return pod == null && range.contains(address);
        }
    }

    /** Every pod, and every address outside. */
    record Anyone() implements Who {
        @Override
        public boolean has(@Nullable Pod pod, IpAddress address) {
            return true;
        }
    }
}
