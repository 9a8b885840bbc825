package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.IdentityKind;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.program.PortPrefix;
import dev.weir.daemon.program.SubjectSide;
import java.util.Comparator;
import java.util.Map;

/**
 * Judges one half of a connection twice over: by the maps, as policy.h does, and by the program itself. The answers are
 * comparable texts that name cookies by their fingerprints.
 */
final class Judge {
    record Question(Address pod, Direction direction, Address other, int protocol, int port) {}

    private static final String CLOSED = "closed";
    private static final String OPEN = "open";

    private Judge() {}

    static String byMaps(FakeDatapath maps, IdTable ids, Question question) {
        var endpoint = maps.live(Table.ENDPOINT).get(question.pod());
        var subject = endpoint == null ? null : maps.live(Table.SUBJECT).get(endpoint.subject());
        if (endpoint == null || subject == null) {
            return CLOSED;
        }
        var side = Subjects.side(subject, question.direction());
        if (side.isolationMode() == IsolationMode.NONE.number()) {
            return OPEN;
        }
        var identity = identity(maps, endpoint.identityTable(), question.other());
        var peerClass = maps.live(Table.PEER_CLASS)
                .getOrDefault(
                        new PeerClassKey(endpoint.subject(), question.direction(), identity),
                        IdentityKind.of(identity) == IdentityKind.POD
                                ? side.defaultPodClass()
                                : side.defaultOutsideClass());
        var portClass = portClass(maps, endpoint.subject(), question);
        var cookie = maps.live(Table.VERDICT)
                .get(new VerdictKey(endpoint.subject(), question.direction(), peerClass, portClass));
        return peerClass == 0 || portClass == 0 || cookie == null
                ? denies(side.isolationMode()) + name(ids, side.isolationCookie())
                : "allowed " + name(ids, cookie);
    }

    private static String denies(int mode) {
        return mode == IsolationMode.SHADOW.number() ? "would be denied " : "denied ";
    }

    private static int identity(FakeDatapath maps, int table, Address address) {
        return maps.live(Table.IDENTITY).entrySet().stream()
                .filter(entry -> entry.getKey().table() == table
                        && new Prefix(entry.getKey().address(), entry.getKey().prefixLength() - 32).contains(address))
                .max(Comparator.comparingInt(entry -> entry.getKey().prefixLength()))
                .map(Map.Entry::getValue)
                .orElse(0);
    }

    private static int portClass(FakeDatapath maps, int subject, Question question) {
        return maps.live(Table.PORT_CLASS).entrySet().stream()
                .filter(entry -> entry.getKey().subject() == subject
                        && entry.getKey().direction() == question.direction()
                        && new PortPrefix(
                                        entry.getKey().protocol(),
                                        entry.getKey().port(),
                                        entry.getKey().prefixLength() - 40)
                                .covers(question.protocol(), question.port()))
                .max(Comparator.comparingInt(entry -> entry.getKey().prefixLength()))
                .map(Map.Entry::getValue)
                .orElse(0);
    }

    private static String name(IdTable ids, int cookie) {
        return ids.ids(Kind.COOKIE).entrySet().stream()
                .filter(entry -> entry.getValue() == cookie)
                .map(entry -> Long.toString(entry.getKey()))
                .findFirst()
                .orElse("?" + cookie);
    }

    static String byProgram(NodeProgram program, Map<Address, Integer> interfaces, Question question) {
        var endpoint = program.endpoints().values().stream()
                .filter(candidate -> candidate.addresses().contains(question.pod()))
                .findFirst();
        if (endpoint.isEmpty() || !interfaces.containsKey(question.pod())) {
            return CLOSED;
        }
        var subject = program.subjects().get(endpoint.get().subject());
        var side = subject == null ? SubjectSide.OPEN : subject.side(question.direction());
        if (!side.isolation().isolates()) {
            return OPEN;
        }
        var peerClass = peerClass(program, side, question.other());
        var portClass = side.portClasses().entrySet().stream()
                .filter(entry -> entry.getKey().covers(question.protocol(), question.port()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(0L);
        var cookie = side.verdicts().get(new SubjectSide.ClassPair(peerClass, portClass));
        return peerClass == 0 || portClass == 0 || cookie == null
                ? denies(side.isolation().mode().number()) + side.isolation().cookie()
                : "allowed " + cookie;
    }

    private static long peerClass(NodeProgram program, SubjectSide side, Address other) {
        var entry = program.identities().values().stream()
                .filter(candidate -> candidate.prefix().contains(other)
                        && candidate.prefix().address().isIpv4() == other.isIpv4())
                .max(Comparator.comparingInt(candidate -> candidate.prefix().length()));
        var isPod = entry.map(IdentityEntry::kind)
                .filter(kind -> kind == dev.weir.daemon.program.IdentityKind.POD)
                .isPresent();
        var identity = entry.map(IdentityEntry::identity).orElse(0L);
        var byDefault =
                isPod ? side.isolation().defaultPodClass() : side.isolation().defaultOutsideClass();
        return side.peerClasses().getOrDefault(identity, byDefault);
    }
}
