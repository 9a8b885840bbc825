package dev.weir.daemon.grpc;

import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.Workload;
import dev.weir.proto.v1.Peer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What many records have in common, as it travels: the records of a program share its workloads and policies, so each is made once. Found by
 * identity, which costs less than a comparison; of one that is made anew there are two. Not thread-safe.
 */
final class SharedParts {
    private static final int MOST = 4096;

    private final Map<Workload, Peer> pods = new IdentityHashMap<>();
    private final Map<PolicyMatch, dev.weir.proto.v1.PolicyMatch> policies = new IdentityHashMap<>();

    Peer pod(Workload workload) {
        return shared(
                pods,
                workload,
                made -> Peer.newBuilder().setPod(ProgramWriter.workload(made)).build());
    }

    dev.weir.proto.v1.PolicyMatch policy(PolicyMatch match) {
        return shared(policies, match, ProgramWriter::match);
    }

    private static <K, V> V shared(Map<K, V> known, K key, Function<K, V> make) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(key, make);
    }
}
