package dev.weir.reach;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Party.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sorts the pods that are in both of two snapshots, and the addresses outside, into parties. */
final class Parties {
    private final ClusterSnapshot before;
    private final ClusterSnapshot after;
    private final Mentions mentions;
    private final PrefixTree ranges;
    private final List<Party> list = new ArrayList<>();
    private final List<List<Party>> alike = new ArrayList<>();
    private final Set<IpPrefix> outside = new HashSet<>();

    private Parties(ClusterSnapshot before, ClusterSnapshot after, Mentions mentions) {
        this.before = before;
        this.after = after;
        this.mentions = mentions;
        ranges = new PrefixTree(mentions.ranges());
    }

    /** Two pods with one content are told apart by nothing. */
    private record Content(WorkloadEnd workload, Look look) {}

    /** Two pods with one look are told apart by no policy. */
    private record Look(String namespace, boolean v4, Face before, Face after) {}

    /** What policies see of a pod. */
    private record Face(Map<String, String> labels, List<ContainerPort> ports, IpPrefix range, boolean enforced) {}

    private record Members(
            Member before, Member after, @Nullable Member replica) {
        Members plus(Members more) {
            return replica == null ? new Members(before, after, more.after) : this;
        }
    }

    static Parties of(ClusterSnapshot before, ClusterSnapshot after) {
        return of(before, after, before == after ? Mentions.of(after) : Mentions.of(before, after));
    }

    /** @param mentions of the policies of both, and of others with whose parties these are compared */
    static Parties of(ClusterSnapshot before, ClusterSnapshot after, Mentions mentions) {
        Parties parties = new Parties(before, after, mentions);
        parties.addPods();
        parties.addOutside();
        return parties;
    }

    List<Party> list() {
        return list;
    }

    /** The same in groups that no policy tells apart, such as the pods of a job that are workloads of their own. */
    List<List<Party>> alike() {
        return alike;
    }

    /** The ranges of which something is left outside the narrower ones. */
    Set<IpPrefix> outside() {
        return outside;
    }

    PrefixTree ranges() {
        return ranges;
    }

    private void addPods() {
        Map<Content, Members> members = new LinkedHashMap<>();
        for (Pod pod : after.pods()) {
            Pod former = before.pod(pod.ref());
            if (former != null) {
                add(former, pod, true, members);
                add(former, pod, false, members);
            }
        }
        Map<Look, List<Party>> byLook = new LinkedHashMap<>();
        members.forEach((content, some) -> {
            Party party = new Party(
                    list.size(), new Party.Pods(content.workload()), some.before(), some.after(), some.replica());
            list.add(party);
            byLook.computeIfAbsent(content.look(), unused -> new ArrayList<>()).add(party);
        });
        alike.addAll(byLook.values());
    }

    private void add(Pod former, Pod pod, boolean v4, Map<Content, Members> members) {
        Member was = member(before, former, v4);
        Member is = member(after, pod, v4);
        if (was != null && is != null) {
            Face now = face(pod, is);
            Face then = former == pod && was.equals(is) ? now : face(former, was);
            Look look = new Look(pod.ref().namespace(), v4, then, now);
            members.merge(new Content(WorkloadEnd.of(pod), look), new Members(was, is, null), Members::plus);
        }
    }

    /** Null when it has no address of that family, or another pod has it. */
    private static @Nullable Member member(ClusterSnapshot snapshot, Pod pod, boolean v4) {
        for (IpAddress address : pod.addresses()) {
            if (address.isV4() == v4 && pod.equals(snapshot.podAt(address))) {
                return new Member(pod, address);
            }
        }
        return null;
    }

    private Face face(Pod pod, Member member) {
        Map<String, String> labels = new HashMap<>(pod.labels());
        labels.keySet().retainAll(mentions.keys());
        List<ContainerPort> named =
                pod.ports().stream().filter(port -> !port.name().isEmpty()).toList();
        return new Face(labels, named, ranges.narrowest(member.address()), pod.isEnforced());
    }

    private void addOutside() {
        for (IpPrefix range : ranges.prefixes()) {
            IpAddress address = ranges.sample(range, one -> before.podAt(one) != null || after.podAt(one) != null);
            if (address != null) {
                Member member = new Member(null, address);
                outside.add(range);
                Party party = new Party(list.size(), new Party.Outside(range), member, member, null);
                list.add(party);
                alike.add(List.of(party));
            }
        }
    }
}
