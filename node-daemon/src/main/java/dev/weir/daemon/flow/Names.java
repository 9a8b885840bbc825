package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.Workload;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What numbers and addresses mean at one revision. Immutable, so that the thread that records may read it while the next one
 * is made. An address that left the program keeps its name for {@link #GRACE}: its last packets are still on their way.
 */
public final class Names {
    static final Duration GRACE = Duration.ofSeconds(60);

    public static final Names NONE = new Names(NodeProgram.EMPTY, HashTreePMap.empty(), HashTreePMap.empty(), 0);

    private final NodeProgram program;
    private final Collection<Cookie> cookiesInForce;
    private final PMap<Integer, Cookie> cookies;
    private final PMap<Address, Departed> departed;
    private final long sweptNanos;

    private record Departed(IdentityEntry entry, long untilNanos) {}

    private Names(
            NodeProgram program, PMap<Integer, Cookie> cookies, PMap<Address, Departed> departed, long sweptNanos) {
        this.program = program;
        cookiesInForce = program.cookies().values();
        this.cookies = cookies;
        this.departed = departed;
        this.sweptNanos = sweptNanos;
    }

    /**
     * The names of the state, which follows this one.
     *
     * @param change how it follows; null when anything may differ
     */
    public Names next(NodeState state, @Nullable ProgramChange change, NodeClock clock) {
        return change == null || change.isSnapshot()
                ? anew(state, clock.monotonicNanos())
                : changed(state, change.content(), clock.monotonicNanos());
    }

    private Names anew(NodeState state, long now) {
        PMap<Integer, Cookie> byId = HashTreePMap.empty();
        for (var retired : state.archive().retired().values()) {
            byId = named(byId, state.ids(), retired.cookie());
        }
        for (var cookie : state.program().cookies().values()) {
            byId = named(byId, state.ids(), cookie);
        }
        var next = state.program();
        var gone = next.identities() == program.identities()
                ? List.<Prefix>of()
                : program.identities().keySet().stream()
                        .filter(prefix -> !next.identities().containsKey(prefix))
                        .toList();
        return new Names(next, byId, departed(sweep(now), gone, now), now);
    }

    // What left the program keeps its name until everything is named anew.
    private Names changed(NodeState state, ProgramChange.Content content, long now) {
        var byId = cookies;
        for (var cookie : content.cookies().put()) {
            byId = named(byId, state.ids(), cookie);
        }
        var next = state.program();
        var gone = content.identities().removed().stream()
                .filter(prefix -> !next.identities().containsKey(prefix))
                .toList();
        var isDue = now - sweptNanos > GRACE.toNanos();
        return new Names(next, byId, departed(isDue ? sweep(now) : departed, gone, now), isDue ? now : sweptNanos);
    }

    private static PMap<Integer, Cookie> named(PMap<Integer, Cookie> byId, IdTable ids, Cookie cookie) {
        var id = ids.find(IdTable.Kind.COOKIE, cookie.fingerprint());
        return id == 0 ? byId : byId.plus(id, cookie);
    }

    private PMap<Address, Departed> sweep(long now) {
        var kept = departed;
        for (var entry : departed.entrySet()) {
            if (entry.getValue().untilNanos - now < 0) {
                kept = kept.minus(entry.getKey());
            }
        }
        return kept;
    }

    private PMap<Address, Departed> departed(PMap<Address, Departed> earlier, Collection<Prefix> gone, long now) {
        var all = earlier;
        for (var prefix : gone) {
            var entry = program.identities().get(prefix);
            if (entry != null && entry.workload() != null) {
                all = all.plus(prefix.address(), new Departed(entry, now + GRACE.toNanos()));
            }
        }
        return all;
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

    /** The same collection as long as none comes or goes. */
    public Collection<Cookie> cookiesInForce() {
        return cookiesInForce;
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
