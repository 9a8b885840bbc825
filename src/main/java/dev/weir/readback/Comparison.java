package dev.weir.readback;

import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.nodes.EndpointReading;
import dev.weir.nodes.EndpointReading.Isolation;
import dev.weir.nodes.EndpointReading.Row;
import dev.weir.nodes.EndpointReading.Side;
import dev.weir.nodes.EndpointReading.SubjectInMaps;
import dev.weir.program.EndpointProgram;
import dev.weir.program.NodeProgram;
import dev.weir.program.SubjectProgram;
import dev.weir.readback.PodInKernel.Difference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds what was read beside the program, entry by entry. For one reading. */
final class Comparison {
    private final EndpointReading reading;
    private final NodeProgram program;
    private final Words words;
    private final List<Difference> differences = new ArrayList<>();

    Comparison(EndpointReading reading, NodeProgram program, Words words) {
        this.reading = reading;
        this.program = program;
        this.words = words;
    }

    /** @param endpoint null when the program has no such pod any more */
    List<Difference> with(@Nullable EndpointProgram endpoint) {
        rows(endpoint);
        if (endpoint != null) {
            subject(endpoint.subject());
        }
        identities();
        reading.rest().unnamed().forEach(entry -> add("", entry, "a number that stands for nothing", null));
        return differences;
    }

    private void rows(@Nullable EndpointProgram endpoint) {
        Set<IpAddress> wanted = endpoint == null ? Set.of() : new HashSet<>(endpoint.addresses());
        for (Row row : reading.rows()) {
            boolean isOwn = wanted.remove(row.address());
            String should = endpoint == null || !isOwn ? null : subject(endpoint);
            differ("endpoint_map", row.address().toString(), subject(row), should);
            if (row.interfaceName().isEmpty()) {
                add("endpoint_map", row.address().toString(), "an interface that the node does not have", null);
            }
        }
        wanted.forEach(address -> add(
                "endpoint_map", address.toString(), null, "a row: without it every packet of this address is dropped"));
    }

    private static String subject(Row row) {
        return "subject " + Long.toHexString(row.subject());
    }

    private static String subject(EndpointProgram endpoint) {
        return "subject " + Long.toHexString(endpoint.subject());
    }

    private void subject(long fingerprint) {
        SubjectProgram wanted = program.subjects().get(fingerprint);
        SubjectInMaps found = reading.subjects().stream()
                .filter(subject -> subject.fingerprint() == fingerprint)
                .findFirst()
                .orElse(null);
        boolean isNamed = reading.rows().stream().anyMatch(row -> row.subject() == fingerprint);
        if (wanted != null && found == null && isNamed) {
            add("subject_map", "subject " + Long.toHexString(fingerprint), null, "an entry: without it nothing passes");
        } else if (wanted != null && found != null) {
            for (Direction direction : Direction.values()) {
                side(direction.label(), found.side(direction), ExpectedSide.of(wanted.side(direction), words.names()));
            }
        }
    }

    private void side(String direction, Side found, Side wanted) {
        isolation(direction, found.isolation(), wanted.isolation());
        entries(
                "peer_class_map",
                found.peerClasses(),
                wanted.peerClasses(),
                Words::classOf,
                peer -> direction + ", " + words.names().text(peer));
        entries(
                "port_class_map",
                found.portClasses(),
                wanted.portClasses(),
                Words::classOf,
                prefix -> direction + ", " + Words.port(prefix));
        entries(
                "verdict_map",
                found.verdicts(),
                wanted.verdicts(),
                this::admitted,
                classes -> direction + ", " + words.verdict(wanted, classes));
    }

    private String admitted(long cookie) {
        return "admitted by " + String.join(", ", words.policies(cookie));
    }

    private void isolation(String direction, Isolation found, Isolation wanted) {
        differ(
                "subject_map",
                direction + ", isolation",
                found.mode().name(),
                wanted.mode().name());
        differ("subject_map", direction + ", policies that isolate", isolating(found), isolating(wanted));
        differ(
                "subject_map",
                direction + ", pods that are not listed",
                Words.classOf(found.defaultPodClass()),
                Words.classOf(wanted.defaultPodClass()));
        differ(
                "subject_map",
                direction + ", other addresses that are not listed",
                Words.classOf(found.defaultOutsideClass()),
                Words.classOf(wanted.defaultOutsideClass()));
    }

    private String isolating(Isolation isolation) {
        return isolation.cookie() == 0 ? "none" : String.join(", ", words.policies(isolation.cookie()));
    }

    /** What is missing is not known where not every entry was read. */
    private <K> void entries(
            String map,
            Map<K, Long> found,
            Map<K, Long> wanted,
            Function<Long, String> value,
            Function<K, String> name) {
        found.forEach((key, number) -> {
            Long should = wanted.get(key);
            if (!number.equals(should)) {
                add(map, name.apply(key), value.apply(number), should == null ? null : value.apply(should));
            }
        });
        if (reading.rest().leftOut() == 0) {
            wanted.forEach((key, number) -> {
                if (!found.containsKey(key)) {
                    add(map, name.apply(key), null, value.apply(number));
                }
            });
        }
    }

    private void identities() {
        reading.identities()
                .differences()
                .forEach(entry -> add("identity_map", entry, "what is not in the program", null));
        if (reading.identities().missing() > 0) {
            add("identity_map", reading.identities().missing() + " entries", null, "entries of the program");
        }
    }

    private void differ(String map, String entry, String found, @Nullable String wanted) {
        if (!found.equals(wanted)) {
            add(map, entry, found, wanted);
        }
    }

    private void add(String map, String entry, @Nullable String found, @Nullable String wanted) {
        differences.add(new Difference(map, entry, found, wanted));
    }
}
