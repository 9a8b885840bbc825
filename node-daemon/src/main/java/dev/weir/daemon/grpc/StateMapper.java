package dev.weir.daemon.grpc;

import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.CookieArchive.Retired;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.IdTable.Issue;
import dev.weir.daemon.program.IdTable.Kind;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.program.StateStep;
import dev.weir.proto.daemon.v1.RetiredCookie;
import dev.weir.proto.daemon.v1.SavedIds;
import dev.weir.proto.daemon.v1.SavedState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** The daemon's state as its file says it, and back. */
final class StateMapper {
    private static final int PIECE = 1000;

    private StateMapper() {}

    /** The whole state, in pieces that follow one another. */
    static Stream<SavedState> pieces(NodeState state) {
        var program = state.program()
                .pieces()
                .map(change -> SavedState.newBuilder()
                        .setProgram(ProgramWriter.update(change))
                        .setMore(true)
                        .build());
        var retired = state.archive().retired().values().stream()
                .gather(Gatherers.windowFixed(PIECE))
                .map(StateMapper::retired);
        return Stream.of(program, retired, Stream.of(last(state))).flatMap(pieces -> pieces);
    }

    private static SavedState retired(List<Retired> some) {
        var piece = SavedState.newBuilder().setMore(true);
        some.forEach(retired -> piece.addRetired(RetiredCookie.newBuilder()
                .setCookie(ProgramWriter.cookie(retired.cookie()))
                .setSince(Timestamps.of(retired.since()))));
        return piece.build();
    }

    private static SavedState last(NodeState state) {
        var ids = new EnumMap<Kind, Issue>(Kind.class);
        for (var kind : Kind.values()) {
            ids.put(kind, new Issue(state.ids().ids(kind), state.ids().next(kind)));
        }
        return withIds(SavedState.newBuilder(), ids)
                .setEndpointRevision(state.endpointRevision())
                .build();
    }

    static SavedState step(StateStep step) {
        var saved = withIds(SavedState.newBuilder(), step.issued())
                .setAt(Timestamps.of(step.at()))
                .setEndpointRevision(step.endpointRevision());
        if (step.change() != null) {
            saved.setProgram(ProgramWriter.update(step.change()));
        }
        return saved.build();
    }

    private static SavedState.Builder withIds(SavedState.Builder saved, Map<Kind, Issue> ids) {
        ids.forEach((kind, issue) -> {
            var all = SavedIds.newBuilder().setNext(issue.next());
            issue.ids()
                    .forEach((fingerprint, id) ->
                            all.addFingerprints(fingerprint).addIds(id));
            switch (kind) {
                case SUBJECT -> saved.setSubjects(all);
                case IDENTITY -> saved.setIdentities(all);
                case CLASS -> saved.setClasses(all);
                case COOKIE -> saved.setCookies(all);
            }
        });
        return saved;
    }

    /** The state after a piece or a step. */
    static NodeState with(NodeState before, SavedState saved) {
        var change = saved.hasProgram() ? ProgramMapper.change(saved.getProgram()) : null;
        var next = new StateStep(change, issued(saved), Timestamps.instant(saved.getAt()), saved.getEndpointRevision())
                .after(before);
        var retired = next.archive().retired();
        for (var entry : saved.getRetiredList()) {
            var cookie = ProgramMapper.cookie(entry.getCookie());
            retired = retired.plus(cookie.fingerprint(), new Retired(cookie, Timestamps.instant(entry.getSince())));
        }
        return new NodeState(next.program(), next.ids(), new CookieArchive(retired), next.endpointRevision());
    }

    private static Map<Kind, Issue> issued(SavedState saved) {
        var issued = new EnumMap<Kind, Issue>(Kind.class);
        add(issued, Kind.SUBJECT, saved.getSubjects());
        add(issued, Kind.IDENTITY, saved.getIdentities());
        add(issued, Kind.CLASS, saved.getClasses());
        add(issued, Kind.COOKIE, saved.getCookies());
        return issued;
    }

    private static void add(Map<Kind, Issue> issued, Kind kind, SavedIds saved) {
        if (saved.getNext() > 0) {
            var ids = new HashMap<Long, Integer>();
            for (var i = 0; i < saved.getFingerprintsCount(); i++) {
                ids.put(saved.getFingerprints(i), saved.getIds(i));
            }
            issued.put(kind, new IdTable.Issue(ids, saved.getNext()));
        }
    }
}
