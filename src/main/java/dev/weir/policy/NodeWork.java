package dev.weir.policy;

import dev.weir.cluster.Pod;
import dev.weir.program.Cookie;
import dev.weir.program.EndpointProgram;
import dev.weir.program.PodName;
import dev.weir.program.SubjectProgram;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What one step does to the tables of one node. */
final class NodeWork {
    private final NodeTables before;
    private final Subjects subjects;
    private final Map<PodName, EndpointProgram> written = new LinkedHashMap<>();
    private final List<PodName> removed = new ArrayList<>();
    private final Set<Subject> touched = new LinkedHashSet<>();

    NodeWork(NodeTables before, Subjects subjects) {
        this.before = before;
        this.subjects = subjects;
    }

    private static PodName name(Pod pod) {
        return new PodName(pod.ref().namespace(), pod.ref().name());
    }

    /** The pod's endpoint, as it was before the step, is not there or another one now. */
    void remove(Pod pod) {
        PodName name = name(pod);
        EndpointProgram endpoint = Objects.requireNonNull(before.endpoints().get(name));
        Subject subject = Objects.requireNonNull(subjects.withFingerprint(endpoint.subject()));
        subject.countEndpoints(before.node(), -1);
        touched.add(subject);
        removed.add(name);
    }

    void put(Pod pod, Subject subject) {
        PodName name = name(pod);
        subject.countEndpoints(before.node(), 1);
        touched.add(subject);
        written.put(
                name,
                new EndpointProgram(
                        name, pod.uid(), pod.addresses(), subject.key().digest().fingerprint()));
    }

    void touch(Subject subject) {
        touched.add(subject);
    }

    NodeTables result() {
        Table<Long, SubjectProgram> nextSubjects = nextSubjects();
        return new NodeTables(
                before.node(),
                before.endpoints().with(written.values(), EndpointProgram::pod, removed),
                nextSubjects,
                nextSubjects == before.subjects() ? before.cookies() : nextCookies(nextSubjects));
    }

    private Table<Long, SubjectProgram> nextSubjects() {
        List<SubjectProgram> here = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (Subject subject : touched) {
            if (subject.nodes().contains(before.node())) {
                here.add(subject.program());
            } else {
                gone.add(subject.key().digest().fingerprint());
            }
        }
        return before.subjects().with(here, SubjectProgram::fingerprint, gone);
    }

    private Table<Long, Cookie> nextCookies(Table<Long, SubjectProgram> here) {
        Map<Long, Cookie> named = new HashMap<>();
        Set<Long> suspects = new HashSet<>();
        for (Subject subject : touched) {
            long fingerprint = subject.key().digest().fingerprint();
            SubjectProgram old = before.subjects().get(fingerprint);
            if (old != null) {
                old.forEachCookie(suspects::add);
            }
            if (here.get(fingerprint) != null) {
                subject.cookies().forEach(cookie -> name(cookie, named));
            }
        }
        suspects.removeAll(named.keySet());
        return before.cookies().with(named.values(), Cookie::fingerprint, unnamed(suspects, here));
    }

    private void name(Cookie cookie, Map<Long, Cookie> named) {
        Cookie known = before.cookies().get(cookie.fingerprint());
        Cookie other = named.put(cookie.fingerprint(), cookie);
        if (known != null && !known.equals(cookie) || other != null && !other.equals(cookie)) {
            throw new FingerprintCollisionException(cookie.fingerprint());
        }
    }

    /** Those of the cookies that no subject of the node names any more. */
    private static Set<Long> unnamed(Set<Long> suspects, Table<Long, SubjectProgram> here) {
        for (SubjectProgram subject : here.values()) {
            if (suspects.isEmpty()) {
                break;
            }
            subject.forEachCookie(suspects::remove);
        }
        return suspects;
    }
}
