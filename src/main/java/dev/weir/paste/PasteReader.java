package dev.weir.paste;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.PastedRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordReader;
import dev.weir.paste.Pasted.Kind;
import dev.weir.paste.Pasted.Place;
import dev.weir.paste.Pasted.Question;
import dev.weir.paste.Pasted.Several;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Understands whatever somebody copied elsewhere: a query or command of Cloud Logging, hubble, curl or kubectl, an address of this server, a
 * record or a policy as JSON, one end of a connection or both, the name of a thing. It reads, and changes nothing. What it cannot read it
 * refuses with what would be right ({@link FilterSyntaxException}).
 */
public final class PasteReader {
    static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9.-]+)/([a-z0-9][a-z0-9.-]*)");
    private static final Pattern IN_A_POD =
            Pattern.compile("(?s)\\s*(?:\\$\\s+)?kubectl\\s.*?\\s--\\s+(?:hubble|gcloud)\\s.*");

    private final ClusterView cluster;
    private final RecordReader records;

    /** @param cluster and {@code records} as far as whoever asks may see them */
    public PasteReader(ClusterView cluster, RecordReader records) {
        this.cluster = cluster;
        this.records = records;
    }

    public Pasted read(String pasted) {
        String text = pasted.strip();
        if (text.length() > RecordFilter.MAX_LENGTH) {
            return new Question(PastedQuery.of(text)); // which refuses it
        }
        Names names = new Names(cluster.current());
        if (KubectlLine.isOne(text) && !IN_A_POD.matcher(text).matches()) {
            return KubectlLine.read(text, names);
        }
        Optional<String> own = OwnAddress.page(text);
        if (own.isPresent()) {
            return new Place(Kind.PAGE, own.get(), own.get(), null);
        }
        if (OwnAddress.isForeign(text)) {
            throw new FilterSyntaxException(
                    text,
                    0,
                    "There is no such page here.",
                    "Paste an address of this console, such as /ns/shop/policies/web-in, or one of its API, such as /api/v1/logs?filter=….");
        }
        if (PastedRecord.isJson(text)) {
            return json(text);
        }
        return named(text, names).orElseGet(() -> new Question(PastedQuery.of(text)));
    }

    private Pasted json(String text) {
        JsonNode tree = PastedRecord.tree(text);
        if (tree.path("kind").asString("").equals("NetworkPolicy")) {
            return policy(text, tree);
        }
        return PastedRecord.id(tree)
                .filter(id -> records.find(id).isPresent())
                .map(id -> (Pasted) new Place(Kind.RECORD, id, "/logs/" + id, null))
                .orElseGet(() -> new Question(PastedQuery.of(text)));
    }

    private Pasted policy(String text, JsonNode tree) {
        PolicyRef ref = new PolicyRef(
                tree.at("/metadata/namespace").asString("default"),
                tree.at("/metadata/name").asString(""));
        if (cluster.current().policy(ref) == null) {
            throw new FilterSyntaxException(
                    text,
                    0,
                    "There is no NetworkPolicy " + ref + ", or you may not see it.",
                    "To see what it would do and to apply it, paste it at /changes/new.");
        }
        return Places.policy(ref, "");
    }

    /** Empty when the text is no name, or none of something that is there: then it may be a word to search for. */
    private static Optional<Pasted> named(String text, Names names) {
        Matcher qualified = QUALIFIED.matcher(text);
        if (qualified.matches()) {
            List<Place> places = qualified(qualified.group(1), qualified.group(2), names);
            return only(text, places);
        }
        return NAME.matcher(text).matches() ? only(text, names.like(text)) : Optional.empty();
    }

    /** {@code netpol/web-in} as kubectl writes it, or {@code shop/web-in}. */
    private static List<Place> qualified(String first, String name, Names names) {
        List<Place> within = names.within(first, name);
        return within.isEmpty()
                ? ResourceType.of(first).map(type -> names.of(kind(type), name)).orElse(List.of())
                : within;
    }

    private static Kind kind(ResourceType type) {
        return switch (type) {
            case POLICY -> Kind.POLICY;
            case NAMESPACE -> Kind.NAMESPACE;
            case NODE -> Kind.NODE;
            case LOGGING -> Kind.PAGE;
            case POD -> Kind.POD;
            default -> Kind.WORKLOAD;
        };
    }

    private static Optional<Pasted> only(String text, List<Place> places) {
        return switch (places.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(places.getFirst());
            default -> Optional.of(new Several(text, places));
        };
    }
}
