package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.net.Direction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The highest id of each kind in the maps. Ids above them mean nothing yet. */
public record HighestIds(int subject, int identity, int peerOrPortClass, int cookie, int endpointRevision) {
    private static final int IDENTITY_NUMBER = (1 << Abi.IDENTITY_KIND_SHIFT) - 1;

    static HighestIds of(MapContents contents) {
        return new HighestIds(
                max(contents.subjects().keySet().stream()),
                max(contents.identities().values().stream().map(identity -> identity & IDENTITY_NUMBER)),
                max(classes(contents)),
                max(cookies(contents)),
                max(contents.endpoints().values().stream().map(entry -> entry.revision())));
    }

    private static int max(Stream<Integer> ids) {
        return ids.max(Integer::compareUnsigned).orElse(0);
    }

    private static Stream<Integer> classes(MapContents contents) {
        return Stream.of(
                        contents.peerClasses().values().stream(),
                        contents.portClasses().values().stream(),
                        contents.verdicts().keySet().stream()
                                .flatMap(key -> Stream.of(key.peerClass(), key.portClass())),
                        sides(contents).flatMap(side -> Stream.of(side.defaultPodClass(), side.defaultOutsideClass())))
                .flatMap(stream -> stream);
    }

    private static Stream<Integer> cookies(MapContents contents) {
        return Stream.concat(
                contents.verdicts().values().stream(), sides(contents).map(side -> side.isolationCookie()));
    }

    private static Stream<dev.weir.daemon.layout.SubjectDefaults> sides(MapContents contents) {
        return contents.subjects().values().stream()
                .flatMap(entry -> IntStream.range(0, Direction.values().length)
                        .mapToObj(number -> Subjects.side(entry, Direction.of(number))));
    }
}
