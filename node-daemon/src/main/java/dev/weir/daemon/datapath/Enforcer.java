package dev.weir.daemon.datapath;

import dev.weir.daemon.datapath.ApplyOutcome.Applied;
import dev.weir.daemon.datapath.ApplyOutcome.Refused;
import dev.weir.daemon.endpoint.EndpointTable;
import dev.weir.daemon.endpoint.NetworkInterfaces;
import dev.weir.daemon.endpoint.PodInterface;
import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.Settings;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.InvalidProgramException;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.NodeStateStore;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.StateStep;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel at the program: applies changes, attaches the programs to the pods' interfaces, notices interfaces that come
 * and go, and says what is in force. Not thread-safe; {@link Enforcement} gives it a thread.
 */
public final class Enforcer {
    /** What the enforcer works with. */
    public record Parts(Datapath datapath, NodeStateStore store, NetworkInterfaces interfaces, NodeClock clock) {}

    /** Is told of every state that is in force, in order. */
    public interface Listener {
        /** @param change how the state follows from the one told before; null when anything may differ */
        void inForce(NodeState state, @Nullable ProgramChange change);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Enforcer.class);

    // Revisions are saved ahead, so that an interface that comes or goes needs no write to disk.
    private static final int REVISIONS_AHEAD = 4096;

    private final Datapath datapath;
    private final NodeStateStore store;
    private final NetworkInterfaces interfaces;
    private final NodeClock clock;
    private final Listener listener;
    private final DatapathReconciler reconciler;
    private final EndpointTable table;
    private final Set<Attachment> attachments;
    private final IdTable ids;
    private final ContentsAssembler assembler;
    private NodeProgram program;
    private CookieArchive archive;
    private @Nullable Settings settings;
    private int uplink;
    private long revision;
    private long revisionsSaved;
    // Whether the maps hold the program and nothing else, so that the next change may start from it; not before the
    // first
    // reconciliation, and not after a refusal.
    private boolean inStep;
    // Whether the store holds all that was handed out up to now; not after it failed.
    private boolean storeInStep;

    /**
     * Takes over what is pinned.
     *
     * @param listener is told of every state that is in force
     * @throws IOException when the saved state cannot be read
     */
    public Enforcer(Parts parts, Listener listener) throws IOException {
        datapath = parts.datapath;
        store = parts.store;
        interfaces = parts.interfaces;
        clock = parts.clock;
        this.listener = listener;
        attachments = new HashSet<>(datapath.attachments());
        var state = store.load();
        storeInStep = state.isPresent();
        ids = state.map(NodeState::ids).orElseGet(IdTable::new);
        assembler = new ContentsAssembler(ids);
        reconciler = new DatapathReconciler(datapath, ids);
        var rows = new HashMap<Address, Integer>();
        reconciler.endpoints().forEach((address, entry) -> rows.put(address, entry.ifindex()));
        table = new EndpointTable(rows);
        program = state.map(NodeState::program).orElse(NodeProgram.EMPTY);
        archive = state.map(NodeState::archive).orElse(CookieArchive.EMPTY);
        revision = Math.max(
                state.map(NodeState::endpointRevision)
                        .orElseGet(() -> clock.now().getEpochSecond()),
                startAboveTheMaps());
        revisionsSaved = revision;
    }

    // The maps may hold ids of an earlier life, whose meaning is lost: new ids start above them. Connections of that
    // life must
    // not look as if they had been judged under a new revision, so without a file revisions start at the time of day in
    // seconds
    // at least.
    private long startAboveTheMaps() {
        var highest = reconciler.highestIds();
        ids.startAbove(IdTable.Kind.SUBJECT, highest.subject());
        ids.startAbove(IdTable.Kind.IDENTITY, highest.identity());
        ids.startAbove(IdTable.Kind.CLASS, highest.peerOrPortClass());
        ids.startAbove(IdTable.Kind.COOKIE, highest.cookie());
        return Integer.toUnsignedLong(highest.endpointRevision());
    }

    public NodeProgram program() {
        return program;
    }

    /**
     * Puts this build's programs behind every pinned link and reconciles with the saved program. An empty program, on a node
     * that was never programmed, changes nothing: what an earlier life left in the maps goes on until a server is heard.
     */
    public void start() throws IOException {
        var present = interfaces.all().keySet();
        for (var attachment : List.copyOf(attachments)) {
            if (present.contains(attachment.ifindex())) {
                datapath.attach(attachment);
            } else {
                detach(attachment);
            }
        }
        table.retain(present);
        if (program.revision() > 0) {
            enforce(program, null);
        } else {
            publish(null);
        }
    }

    /** Attaches {@code from_uplink} to the node's uplink; 0 = the node has none. */
    public void useUplink(int ifindex) {
        attachments.stream()
                .filter(attachment -> attachment.hook() == Hook.FROM_UPLINK && attachment.ifindex() != ifindex)
                .toList()
                .forEach(this::detach);
        uplink = ifindex;
        if (ifindex != 0) {
            attach(new Attachment(Hook.FROM_UPLINK, ifindex));
        }
        writeSettings();
    }

    /** @throws dev.weir.daemon.program.StaleDeltaException when the change starts from another program */
    public ApplyOutcome apply(ProgramChange change) {
        var started = clock.monotonicNanos();
        var wanted = change.stamp().revision();
        try {
            var writes = enforce(program.apply(change), change);
            return new Applied(wanted, Duration.ofNanos(clock.monotonicNanos() - started), writes);
        } catch (InvalidProgramException e) {
            return new Refused(wanted, message(e), "Report this as a defect of the server.");
        } catch (CapacityException e) {
            return new Refused(wanted, message(e), e.action());
        } catch (IOException e) {
            return new Refused(
                    wanted, "the program could not be saved: " + message(e), "Free space below the state directory.");
        } catch (DatapathException e) {
            LOG.error("revision {} was refused by the kernel, going back to {}", wanted, program.revision(), e);
            return new Refused(wanted, message(e) + goBack(), action(e));
        }
    }

    private String goBack() {
        try {
            storeInStep = false;
            enforce(program, null);
            return "";
        } catch (DatapathException | IOException e) {
            LOG.error("revision {} could not be restored", program.revision(), e);
            return "; the revision before could not be restored either: " + message(e);
        }
    }

    // The map that refused is often one whose entries the kernel allocates one by one.
    private String action(DatapathException e) {
        var fill = usage().stream()
                .filter(map -> message(e).contains("map=" + map.name()))
                .map(map -> map.name() + " holds " + map.entries() + " of " + map.capacity() + " entries. ")
                .findFirst();
        return fill.orElse("")
                + "Free memory on this node, or let fewer policies apply to it, and see the kernel's log.";
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    // Nothing is written before it is known to fit, and no map before the file.
    private int enforce(NodeProgram next, @Nullable ProgramChange change) throws IOException {
        var plan = plan(next, change);
        internCookies(next, change);
        revision++;
        var nextArchive = change == null ? archive : archive.after(program, change, clock.now());
        save(new NodeState(next, ids, nextArchive, revision + REVISIONS_AHEAD), change);
        var writes = reconciler.execute(plan, (int) revision);
        inStep = true;
        program = next;
        archive = nextArchive;
        table.forgetWithdrawn(program);
        publish(change);
        return writes;
    }

    // Until the plan is carried out the assembler is ahead of the maps: should that fail, the next one is made of
    // everything.
    private DatapathReconciler.Plan plan(NodeProgram next, @Nullable ProgramChange change) {
        var places = placed(next);
        var continues = inStep && (change == null || !change.isSnapshot());
        inStep = false;
        return continues
                ? reconciler.plan(assembler.change(program, next, contentOf(change), places))
                : reconciler.plan(assembler.assemble(next, places));
    }

    private static ProgramChange.Content contentOf(@Nullable ProgramChange change) {
        return change == null ? ProgramChange.Content.NONE : change.content();
    }

    private void internCookies(NodeProgram next, @Nullable ProgramChange change) {
        var cookies = change == null
                ? next.cookies().values()
                : change.content().cookies().put();
        cookies.forEach(cookie -> ids.intern(IdTable.Kind.COOKIE, cookie.fingerprint()));
    }

    private void save(NodeState state, @Nullable ProgramChange change) throws IOException {
        var issued = ids.takeIssued();
        if (storeInStep && change == null && issued.isEmpty() && revision <= revisionsSaved) {
            return;
        }
        var whole = !storeInStep || (change != null && change.isSnapshot());
        storeInStep = false;
        if (whole) {
            store.save(state);
        } else {
            store.append(new StateStep(change, issued, clock.now(), state.endpointRevision()));
        }
        storeInStep = true;
        revisionsSaved = state.endpointRevision();
    }

    /** Saves the state whole when the steps since the last time have outgrown it, and forgets what nobody needs any more. */
    public void tidy() {
        if (!storeInStep || !store.hasOutgrown()) {
            return;
        }
        archive = archive.swept(clock.now());
        ids.retain(program, archive);
        ids.takeIssued();
        storeInStep = false;
        try {
            store.save(new NodeState(program, ids, archive, revisionsSaved));
            storeInStep = true;
        } catch (IOException e) {
            LOG.warn("the state could not be saved whole, the next change tries again: {}", e.getMessage());
        }
        listener.inForce(new NodeState(program, ids, archive, revision), null);
    }

    /** Reads the maps back and repairs what is not as it should be: what another wrote, or forgot. */
    public void verify() throws IOException {
        if (program.revision() == 0) {
            return;
        }
        reconciler.readBack();
        inStep = false;
        var repaired = enforce(program, null);
        if (repaired > 0) {
            LOG.warn(
                    "{} entries of the maps were not as revision {} says, and were repaired",
                    repaired,
                    program.revision());
        }
    }

    // An endpoint whose interface cannot be attached is not enforced, so it gets no row and stays closed.
    private Map<Address, Integer> placed(NodeProgram next) {
        var places = new HashMap<>(table.interfaces(next));
        places.values().removeIf(ifindex -> !attachPod(ifindex));
        return places;
    }

    // The names come first: what the kernel reports from here on has a meaning, and what is no longer asked for stops
    // at once.
    private void publish(@Nullable ProgramChange change) {
        listener.inForce(new NodeState(program, ids, archive, revision), change);
        writeSettings();
    }

    private void writeSettings() {
        var logging = program.logging();
        var next = new Settings(
                asks(logging.allow(), logging.allowPolicies()) ? 1 : 0,
                asks(logging.deny(), logging.denyNamespaces()) ? 1 : 0,
                Abi.VERSION,
                uplink,
                program.enforcement().keepEstablished() ? 1 : 0);
        if (!next.equals(settings)) {
            datapath.write(next);
            settings = next;
        }
    }

    private static boolean asks(Action action, Set<?> delegated) {
        return action.log() && !(action.delegate() && delegated.isEmpty());
    }

    /**
     * Attaches both programs to the pod's interface. Without a row for its address they let nothing through.
     *
     * @throws DatapathException when the interface does not exist or the kernel refuses
     */
    public void announce(PodRef pod, String uid, String interfaceName) throws IOException {
        var ifindex = interfaces
                .indexOf(interfaceName)
                .orElseThrow(() -> new DatapathException("this node has no interface " + interfaceName));
        attach(new Attachment(Hook.FROM_POD, ifindex));
        attach(new Attachment(Hook.TO_POD, ifindex));
        table.announce(new PodInterface(pod, uid, interfaceName, ifindex));
        LOG.info("pod {} attached at {} (ifindex {})", pod, interfaceName, ifindex);
        if (program.endpoints().containsKey(pod)) {
            enforce(program, null);
        }
    }

    /** The pod is gone: its rows, then its links. */
    public void withdraw(PodRef pod, String uid) throws IOException {
        var known = table.withdraw(pod, uid);
        if (known.isPresent()) {
            var ifindex = known.get().ifindex();
            table.forget(ifindex);
            enforce(program, null);
            detach(new Attachment(Hook.FROM_POD, ifindex));
            detach(new Attachment(Hook.TO_POD, ifindex));
            LOG.info("pod {} detached from {}", pod, known.get().name());
        }
    }

    /**
     * Looks at the node as it is now.
     *
     * @param routed address to interface name, by host routes
     */
    public void scan(Map<Address, String> routed) throws IOException {
        var present = interfaces.all();
        var byName = new HashMap<String, Integer>();
        present.forEach((index, name) -> byName.put(name, index));
        var routes = new HashMap<Address, Integer>();
        routed.forEach((address, name) -> {
            var index = byName.get(name);
            if (index != null) {
                routes.put(address, index);
            }
        });
        var changed = table.retain(present.keySet());
        changed |= table.route(routes);
        for (var attachment : List.copyOf(attachments)) {
            if (!present.containsKey(attachment.ifindex())) {
                detach(attachment);
            }
        }
        if (changed && program.revision() > 0) {
            enforce(program, null);
        }
    }

    private boolean attachPod(int ifindex) {
        try {
            attach(new Attachment(Hook.FROM_POD, ifindex));
            attach(new Attachment(Hook.TO_POD, ifindex));
            return true;
        } catch (DatapathException e) {
            // An interface that has just gone is no fault; the next scan forgets it.
            if (interfaces.all().containsKey(ifindex)) {
                LOG.warn("interface {} cannot be attached, its pod stays closed: {}", ifindex, e.getMessage());
            }
            return false;
        }
    }

    private void attach(Attachment attachment) {
        if (!attachments.contains(attachment)) {
            datapath.attach(attachment);
            attachments.add(attachment);
        }
    }

    private void detach(Attachment attachment) {
        datapath.detach(attachment);
        attachments.remove(attachment);
    }

    /** Whether the pod's program is in force on all its addresses. */
    public boolean isProgrammed(PodRef pod, String uid) {
        var endpoint = program.endpoints().get(pod);
        return endpoint != null
                && (uid.isEmpty() || endpoint.uid().isEmpty() || uid.equals(endpoint.uid()))
                && isProgrammed(endpoint, reconciler.endpoints());
    }

    private static boolean isProgrammed(EndpointProgram endpoint, Map<Address, EndpointEntry> rows) {
        return !endpoint.addresses().isEmpty() && rows.keySet().containsAll(endpoint.addresses());
    }

    /** Every pod that is announced or in the program. */
    public List<EndpointStatus> endpoints() {
        var names = interfaces.all();
        var rows = reconciler.endpoints();
        var pods = new HashSet<>(program.endpoints().keySet());
        pods.addAll(table.announced().keySet());
        var places = table.interfaces(program);
        return pods.stream()
                .sorted()
                .map(pod -> status(pod, names, rows, places))
                .toList();
    }

    private EndpointStatus status(
            PodRef pod, Map<Integer, String> names, Map<Address, EndpointEntry> rows, Map<Address, Integer> places) {
        var endpoint = program.endpoints().get(pod);
        var announced = table.announced().get(pod);
        var ifindex = announced != null
                ? announced.ifindex()
                : endpoint == null
                        ? 0
                        : endpoint.addresses().stream()
                                .map(address -> places.getOrDefault(address, 0))
                                .findFirst()
                                .orElse(0);
        return new EndpointStatus(
                pod,
                names.getOrDefault(ifindex, ""),
                attachments.contains(new Attachment(Hook.TO_POD, ifindex)),
                endpoint != null && isProgrammed(endpoint, rows));
    }

    /** The ids of all cookies that a packet can meet from now on; nothing while the maps may hold others. */
    public Optional<Set<Integer>> cookiesInForce() {
        return inStep
                ? Optional.of(program.cookies().keySet().stream()
                        .map(fingerprint -> ids.find(IdTable.Kind.COOKIE, fingerprint))
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }

    /** What the kernel has for a pod with these addresses. @param most entries of each map that are told */
    public EndpointReading read(Set<Address> addresses, int most) {
        return new EndpointReader(datapath, most).read(addresses, program, ids, interfaces.all());
    }

    /** Fill of the tables that the enforcer writes. */
    public List<MapUsage> usage() {
        return reconciler.usage();
    }
}
