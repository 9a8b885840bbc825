package dev.weir.daemon.testing;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.Cookie;
import dev.weir.daemon.program.EndpointProgram;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.IdentityKind;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PodRef;
import dev.weir.daemon.program.PolicyMatch;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.ProgramChange;
import dev.weir.daemon.program.ProgramChange.Content;
import dev.weir.daemon.program.ProgramChange.Part;
import dev.weir.daemon.program.ProgramStamp;
import dev.weir.daemon.program.Subject;
import dev.weir.daemon.program.SubjectSide;
import dev.weir.daemon.program.SubjectSide.ClassPair;
import dev.weir.daemon.program.SubjectSide.Isolation;
import dev.weir.daemon.program.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the named states that the tests go through. Immutable: each step returns another one. */
public record Programs(
        List<EndpointProgram> endpoints,
        List<Subject> subjects,
        List<IdentityEntry> identities,
        List<Cookie> cookies,
        LoggingSettings logging) {
    public static final long SESSION = 7;
    public static final long OPEN = 1;
    public static final long ISOLATED = 2;
    public static final long ADMITTING = 3;
    public static final long ISOLATION = 20;
    public static final long ADMISSION = 21;
    public static final PodRef WEB = new PodRef("shop", "web");
    public static final PodRef CLIENT = new PodRef("shop", "client");
    public static final Address WEB_ADDRESS = Address.parse("10.0.0.1");
    public static final Address CLIENT_ADDRESS = Address.parse("10.0.0.2");
    public static final long WEB_IDENTITY = 101;
    public static final long CLIENT_IDENTITY = 102;

    /** Two pods that no policy selects. */
    public static Programs noPolicies() {
        return new Programs(List.of(), List.of(), List.of(), List.of(), LoggingSettings.OFF)
                .withSubject(new Subject(OPEN, SubjectSide.OPEN, SubjectSide.OPEN))
                .withEndpoint(WEB, OPEN, WEB_ADDRESS)
                .withEndpoint(CLIENT, OPEN, CLIENT_ADDRESS)
                .withIdentity("web", WEB_ADDRESS, WEB_IDENTITY)
                .withIdentity("client", CLIENT_ADDRESS, CLIENT_IDENTITY);
    }

    /** A default-deny for ingress selects the web pod. */
    public static Programs webIsolated() {
        var side =
                new SubjectSide(new Isolation(IsolationMode.ENFORCED, ISOLATION, 0, 0), Map.of(), Map.of(), Map.of());
        return noPolicies()
                .withCookie(new Cookie(ISOLATION, Direction.INGRESS, List.of(policy("default-deny"))))
                .withSubject(new Subject(ISOLATED, side, SubjectSide.OPEN))
                .withEndpoint(WEB, ISOLATED, WEB_ADDRESS);
    }

    /** A policy admits the client to the web pod's TCP port 80. */
    public static Programs webAdmitsClient() {
        var side = new SubjectSide(
                new Isolation(IsolationMode.ENFORCED, ISOLATION, 0, 0),
                Map.of(CLIENT_IDENTITY, 30L),
                Map.of(new PortPrefix(6, 80, 24), 31L),
                Map.of(new ClassPair(30, 31), ADMISSION));
        return webIsolated()
                .withCookie(new Cookie(ADMISSION, Direction.INGRESS, List.of(policy("client-in", 0))))
                .withSubject(new Subject(ADMITTING, side, SubjectSide.OPEN))
                .withEndpoint(WEB, ADMITTING, WEB_ADDRESS);
    }

    public static PolicyMatch policy(String name, Integer... rules) {
        return new PolicyMatch("NetworkPolicy", "shop", name, List.of(rules));
    }

    public Programs withEndpoint(PodRef pod, long subject, Address... addresses) {
        var next = new ArrayList<>(endpoints);
        next.removeIf(endpoint -> endpoint.pod().equals(pod));
        next.add(new EndpointProgram(pod, "uid-" + pod.name(), List.of(addresses), subject));
        return new Programs(next, subjects, identities, cookies, logging);
    }

    public Programs withoutEndpoint(PodRef pod) {
        var next = new ArrayList<>(endpoints);
        next.removeIf(endpoint -> endpoint.pod().equals(pod));
        return new Programs(next, subjects, identities, cookies, logging);
    }

    /** Subjects and all else, and nobody who has them. */
    public Programs withoutEndpoints() {
        return new Programs(List.of(), subjects, List.of(), cookies, logging);
    }

    public Programs withSubject(Subject subject) {
        return new Programs(endpoints, with(subjects, subject), identities, cookies, logging);
    }

    public Programs withIdentity(String pod, Address address, long identity) {
        var next = new ArrayList<>(identities);
        next.removeIf(entry -> entry.prefix().equals(Prefix.of(address)));
        next.add(new IdentityEntry(
                Prefix.of(address),
                identity,
                IdentityKind.POD,
                new Workload("shop", pod, "Deployment", pod + "-app", "node-1")));
        return new Programs(endpoints, subjects, next, cookies, logging);
    }

    public Programs withoutIdentity(Address address) {
        var next = new ArrayList<>(identities);
        next.removeIf(entry -> entry.prefix().equals(Prefix.of(address)));
        return new Programs(endpoints, subjects, next, cookies, logging);
    }

    public Programs withCookie(Cookie cookie) {
        return new Programs(endpoints, subjects, identities, with(cookies, cookie), logging);
    }

    public Programs withLogging(LoggingSettings settings) {
        return new Programs(endpoints, subjects, identities, cookies, settings);
    }

    private static <T> List<T> with(List<T> list, T value) {
        var next = new ArrayList<>(list);
        next.add(value);
        return next;
    }

    public ProgramChange snapshot(long revision) {
        return new ProgramChange(
                new ProgramStamp(SESSION, revision),
                0,
                new Content(
                        new Part<>(endpoints, List.of()),
                        new Part<>(subjects, List.of()),
                        new Part<>(identities, List.of()),
                        new Part<>(cookies, List.of())),
                logging);
    }

    public NodeProgram at(long revision) {
        return NodeProgram.EMPTY.apply(snapshot(revision));
    }
}
