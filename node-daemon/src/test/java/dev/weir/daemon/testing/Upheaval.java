package dev.weir.daemon.testing;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change of everything at once: a pod comes and one goes, the client gets other labels and is isolated, the web pod admits another peer at another port by
 * another policy, and logging is switched on.
 */
public final class Upheaval {
    public static final PodRef WEB = new PodRef("shop", "web");
    public static final PodRef CLIENT = new PodRef("shop", "client");
    public static final PodRef LATE = new PodRef("shop", "late");
    public static final PodRef GONE = new PodRef("shop", "gone");
    public static final List<PodRef> PODS = List.of(WEB, CLIENT, LATE, GONE);

    private static final Map<PodRef, Address> ADDRESSES = Map.of(
            WEB, Address.parse("10.99.2.2"),
            CLIENT, Address.parse("10.99.2.3"),
            LATE, Address.parse("10.99.2.4"),
            GONE, Address.parse("10.99.2.5"));
    private static final long OPEN = 1;
    private static final long WEB_BEFORE = 2;
    private static final long WEB_AFTER = 3;
    private static final long CLIENT_AFTER = 4;

    private static final long CLIENT_IDENTITY = 102;
    private static final long CLIENT_RELABELLED = 112;
    private static final long LATE_IDENTITY = 104;

    private Upheaval() {}

    /** One datagram between two pods, and whether it may arrive before the change and after it. */
    public record Question(PodRef from, PodRef to, int port, boolean before, boolean after) {}

    public static final List<Question> QUESTIONS = List.of(
            new Question(CLIENT, WEB, 80, true, false),
            new Question(CLIENT, WEB, 81, false, false),
            new Question(LATE, WEB, 80, false, false),
            new Question(LATE, WEB, 81, false, true),
            new Question(GONE, WEB, 80, false, false),
            new Question(GONE, CLIENT, 80, true, false),
            new Question(CLIENT, GONE, 80, true, false),
            new Question(WEB, CLIENT, 80, true, true),
            new Question(WEB, CLIENT, 81, true, false));

    public static Address address(PodRef pod) {
        return ADDRESSES.get(pod);
    }

    /** Web admits the client at UDP port 80; nobody else is isolated. */
    public static NodeProgram before(long revision) {
        return Programs.noPolicies()
                .withoutEndpoints()
                .withEndpoint(WEB, WEB_BEFORE, address(WEB))
                .withEndpoint(CLIENT, OPEN, address(CLIENT))
                .withEndpoint(GONE, OPEN, address(GONE))
                .withIdentity("web", address(WEB), 101)
                .withIdentity("client", address(CLIENT), CLIENT_IDENTITY)
                .withIdentity("gone", address(GONE), 103)
                .withCookie(new Cookie(20, Direction.INGRESS, List.of(Programs.policy("web-in"))))
                .withCookie(new Cookie(21, Direction.INGRESS, List.of(Programs.policy("web-in", 0))))
                .withSubject(new Subject(WEB_BEFORE, admitting(20, 21, CLIENT_IDENTITY, 80), SubjectSide.OPEN))
                .at(revision);
    }

    /** Web admits the newcomer at UDP port 81; the client admits web at port 80, and may send to nobody. */
    public static NodeProgram after(long revision) {
        return Programs.noPolicies()
                .withoutEndpoints()
                .withEndpoint(WEB, WEB_AFTER, address(WEB))
                .withEndpoint(CLIENT, CLIENT_AFTER, address(CLIENT))
                .withEndpoint(LATE, OPEN, address(LATE))
                .withIdentity("web", address(WEB), 111)
                .withIdentity("client", address(CLIENT), CLIENT_RELABELLED)
                .withIdentity("late", address(LATE), LATE_IDENTITY)
                .withCookie(new Cookie(30, Direction.INGRESS, List.of(Programs.policy("newcomers"))))
                .withCookie(new Cookie(31, Direction.INGRESS, List.of(Programs.policy("newcomers", 0))))
                .withCookie(new Cookie(32, Direction.INGRESS, List.of(Programs.policy("quiet"))))
                .withCookie(new Cookie(33, Direction.INGRESS, List.of(Programs.policy("quiet", 0))))
                .withCookie(new Cookie(34, Direction.EGRESS, List.of(Programs.policy("quiet"))))
                .withSubject(new Subject(WEB_AFTER, admitting(30, 31, LATE_IDENTITY, 81), SubjectSide.OPEN))
                .withSubject(new Subject(CLIENT_AFTER, admitting(32, 33, 111, 80), closed(34)))
                .withLogging(new LoggingSettings(Action.ALL, Action.ALL, Set.of(), Set.of(), 2))
                .at(revision);
    }

    private static SubjectSide admitting(long isolation, long admission, long peer, int port) {
        return new SubjectSide(
                new Isolation(IsolationMode.ENFORCED, isolation, 0, 0),
                Map.of(peer, 40 + isolation),
                Map.of(new PortPrefix(17, port, 24), 60 + isolation),
                Map.of(new ClassPair(40 + isolation, 60 + isolation), admission));
    }

    private static SubjectSide closed(long isolation) {
        return new SubjectSide(new Isolation(IsolationMode.ENFORCED, isolation, 0, 0), Map.of(), Map.of(), Map.of());
    }
}
