package dev.weir.daemon.testing;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.EnforcementSettings;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import dev.weir.daemon.program.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;

/** A pod in each of two namespaces, both of which admit everybody of 10.9.0.0/16 at UDP port 80; all is recorded. */
public final class TwoNamespaces {
    public static final Address WEB = Address.parse("10.0.0.1");
    public static final Address LEDGER = Address.parse("10.0.0.2");

    private static final long CLIENTS = 101;
    private static final long SERVERS = 102;
    private static final long SUBJECT = 3;
    private static final long ISOLATION = 20;
    private static final long ADMISSION = 21;

    private TwoNamespaces() {}

    /** The address of one of the clients. */
    public static Address client(int number) {
        return Address.of(new byte[] {10, 9, (byte) (number >> 8), (byte) number});
    }

    public static NodeProgram at(long revision) {
        var ingress = new SubjectSide(
                new Isolation(IsolationMode.ENFORCED, ISOLATION, 0, 0),
                Map.of(CLIENTS, 30L),
                Map.of(new PortPrefix(17, 80, 24), 31L),
                Map.of(new ClassPair(30, 31), ADMISSION));
        return new NodeProgram(
                new ProgramStamp(1, revision),
                HashTreePMap.from(Map.of(
                        pod("shop", "web"), endpoint("shop", "web", WEB),
                        pod("payments", "ledger"), endpoint("payments", "ledger", LEDGER))),
                HashTreePMap.from(Map.of(SUBJECT, new Subject(SUBJECT, ingress, SubjectSide.OPEN))),
                HashTreePMap.from(Map.of(
                        Prefix.of(WEB), server("shop", "web", WEB),
                        Prefix.of(LEDGER), server("payments", "ledger", LEDGER),
                        clients().prefix(), clients())),
                HashTreePMap.from(Map.of(
                        ISOLATION, new Cookie(ISOLATION, Direction.INGRESS, List.of(Programs.policy("in"))),
                        ADMISSION, new Cookie(ADMISSION, Direction.INGRESS, List.of(Programs.policy("in", 0))))),
                new LoggingSettings(Action.ALL, Action.ALL, Set.of(), Set.of(), 1),
                EnforcementSettings.DEFAULT);
    }

    private static PodRef pod(String namespace, String name) {
        return new PodRef(namespace, name);
    }

    private static EndpointProgram endpoint(String namespace, String name, Address address) {
        return new EndpointProgram(pod(namespace, name), "", List.of(address), SUBJECT);
    }

    private static IdentityEntry server(String namespace, String name, Address address) {
        var workload = new Workload(namespace, name, "Deployment", name, "node-1");
        return new IdentityEntry(Prefix.of(address), SERVERS, IdentityKind.POD, workload);
    }

    private static IdentityEntry clients() {
        return new IdentityEntry(Prefix.parse("10.9.0.0/16"), CLIENTS, IdentityKind.OUTSIDE, null);
    }
}
