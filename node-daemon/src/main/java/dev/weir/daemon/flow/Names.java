package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What numbers and addresses mean at one revision. Immutable, so that the thread that records may read it while the next one
 * is made. An address that left the program keeps its name for {@link #GRACE}: its last packets are still on their way.
 */
public final class Names {
    static final Duration GRACE = Duration.ofSeconds(60);

    public static final Names NONE = new Names(NodeProgram.EMPTY, Map.of(), Map.of());

    private final NodeProgram program;
    private final Map<Integer, Cookie> cookies;
    private final Map<Address, Departed> departed;

    private record Departed(IdentityEntry entry, long untilNanos) {}

    private Names(NodeProgram program, Map<Integer, Cookie> cookies, Map<Address, Departed> departed) {
        this.program = program;
        this.cookies = cookies;
        this.departed = departed;
    }

    /** The names of the state, which follows this one. */
    public Names next(NodeState state, NodeClock clock) {
        return new Names(
                state.program(),
                cookies(state.program(), state.archive(), state.ids()),
                departures(state.program(), clock));
    }

    private static Map<Integer, Cookie> cookies(NodeProgram program, CookieArchive archive, IdTable ids) {
        var byId = new HashMap<Integer, Cookie>();
        archive.retired().forEach((fingerprint, retired) -> name(byId, ids, retired.cookie()));
        program.cookies().values().forEach(cookie -> name(byId, ids, cookie));
        return byId;
    }

    private static void name(Map<Integer, Cookie> byId, IdTable ids, Cookie cookie) {
        var id = ids.find(IdTable.Kind.COOKIE, cookie.fingerprint());
        if (id != 0) {
            byId.put(id, cookie);
        }
    }

    private Map<Address, Departed> departures(NodeProgram next, NodeClock clock) {
        var now = clock.monotonicNanos();
        var kept = new HashMap<Address, Departed>(departed);
        kept.values().removeIf(entry -> entry.untilNanos - now < 0);
        if (next.identities() != program.identities()) {
            program.identities().forEach((prefix, entry) -> {
                if (entry.workload() != null && !next.identities().containsKey(prefix)) {
                    kept.put(prefix.address(), new Departed(entry, now + GRACE.toNanos()));
                }
            });
        }
        return kept;
    }

    public LoggingSettings logging() {
        return program.logging();
    }

    public long revision() {
        return program.revision();
    }

    /** The meaning of a cookie's id, or null when the node no longer knows it. */
    public @Nullable Cookie cookie(int id) {
        return cookies.get(id);
    }

    public Peer peer(Address address) {
        var entry = program.identities().get(Prefix.of(address));
        if (entry == null) {
            var gone = departed.get(address);
            entry = gone == null ? null : gone.entry;
        }
        return entry == null || entry.workload() == null
                ? new Peer.Instance(address)
                : named(entry.kind(), entry.workload(), address);
    }

    private static Peer named(IdentityKind kind, Workload workload, Address address) {
        return switch (kind) {
            case POD -> new Peer.Pod(workload);
            case NODE -> new Peer.Node(workload.node(), address);
            case OUTSIDE -> new Peer.Instance(address);
        };
    }
}
