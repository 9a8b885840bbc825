package dev.weir.pairs;

import dev.weir.pairs.TalkingPair.Ends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where everything stands on the map of some pairs: who only opens connections stands in the first layer, whom these reach in the next; in a
 * layer by namespace and name. So the same pairs always give the same map, and a busier minute moves nothing.
 */
record PairMap(int width, int height, Map<Talker, Box> boxes, List<Group> groups, List<TalkingPair> pairs) {
    static final int BOX_WIDTH = 168;
    static final int BOX_HEIGHT = 28;
    private static final int MOST_LAYERS = 6;
    private static final int MARGIN = 16;
    private static final int BETWEEN_LAYERS = 136;

    /** Between more of them than stand side by side on a page. */
    private static final int BETWEEN_MANY_LAYERS = 104;

    private static final int MANY_LAYERS = 5;

    /** What the way between two of one layer takes to the right of it, with its words. */
    private static final int BEND = 104;

    private static final int BETWEEN_BOXES = 10;
    private static final int TITLE = 20;

    /** @param layer 0 at the left */
    record Box(int layer, int x, int y) {
        int right() {
            return x + BOX_WIDTH;
        }

        int middle() {
            return y + BOX_HEIGHT / 2;
        }
    }

    /** The workloads of a namespace in one layer. */
    record Group(String namespace, int x, int y, int height) {}

    static PairMap of(List<TalkingPair> pairs) {
        SortedMap<Integer, SortedSet<Talker>> layers = new TreeMap<>();
        new Layers(pairs)
                .all()
                .forEach((talker, layer) ->
                        layers.computeIfAbsent(layer, unused -> new TreeSet<>()).add(talker));
        Map<Talker, Box> boxes = new LinkedHashMap<>();
        List<Group> groups = new ArrayList<>();
        int height = 0;
        int between = layers.size() < MANY_LAYERS ? BETWEEN_LAYERS : BETWEEN_MANY_LAYERS;
        for (Map.Entry<Integer, SortedSet<Talker>> layer : layers.entrySet()) {
            height = Math.max(height, place(layer.getKey(), between, layer.getValue(), boxes, groups));
        }
        int last = layers.size() - 1;
        int width =
                2 * MARGIN + layers.size() * BOX_WIDTH + last * between + (bendsBeyond(last, pairs, boxes) ? BEND : 0);
        return new PairMap(width, height + MARGIN, boxes, List.copyOf(groups), List.copyOf(pairs));
    }

    private static boolean bendsBeyond(int layer, List<TalkingPair> pairs, Map<Talker, Box> boxes) {
        return pairs.stream()
                .map(TalkingPair::ends)
                .anyMatch(ends -> isIn(layer, ends.source(), boxes) && isIn(layer, ends.destination(), boxes));
    }

    private static boolean isIn(int layer, Talker talker, Map<Talker, Box> boxes) {
        Box box = boxes.get(talker);
        return box != null && box.layer() == layer;
    }

    /** Returns how far down the layer reaches. */
    private static int place(
            int layer, int between, SortedSet<Talker> talkers, Map<Talker, Box> boxes, List<Group> groups) {
        SortedMap<String, List<Talker>> namespaces = new TreeMap<>();
        for (Talker talker : talkers) {
            String group = talker.kind() == Talker.Kind.WORKLOAD ? talker.namespace() : "";
            namespaces.computeIfAbsent(group, unused -> new ArrayList<>()).add(talker);
        }
        int x = MARGIN + layer * (BOX_WIDTH + between);
        int y = MARGIN;
        for (Map.Entry<String, List<Talker>> namespace : namespaces.entrySet()) {
            int top = y;
            y += namespace.getKey().isEmpty() ? 0 : TITLE;
            for (Talker talker : namespace.getValue()) {
                boxes.put(talker, new Box(layer, x, y));
                y += BOX_HEIGHT + BETWEEN_BOXES;
            }
            if (!namespace.getKey().isEmpty()) {
                groups.add(new Group(namespace.getKey(), x, top, y - top));
            }
            y += BETWEEN_BOXES;
        }
        return y;
    }

    /** How many steps it is from somebody who only opens connections; a way back to where one came from does not count. */
    private static final class Layers {
        private final SortedMap<Talker, SortedSet<Talker>> reachedBy = new TreeMap<>();
        private final Map<Talker, Integer> layers = new HashMap<>();
        private final Set<Talker> onTheWay = new HashSet<>();

        Layers(List<TalkingPair> pairs) {
            for (TalkingPair pair : pairs) {
                Ends ends = pair.ends();
                reachedBy.computeIfAbsent(ends.source(), unused -> new TreeSet<>());
                reachedBy
                        .computeIfAbsent(ends.destination(), unused -> new TreeSet<>())
                        .add(ends.source());
            }
        }

        /** Without gaps, because what stands in a layer is reached from the one before. */
        SortedMap<Talker, Integer> all() {
            reachedBy.keySet().forEach(this::layer);
            return new TreeMap<>(layers);
        }

        private int layer(Talker talker) {
            Integer known = layers.get(talker);
            if (known != null) {
                return known;
            }
            onTheWay.add(talker);
            int layer = 0;
            for (Talker source : reachedBy.getOrDefault(talker, new TreeSet<>())) {
                if (!onTheWay.contains(source)) {
                    layer = Math.max(layer, layer(source) + 1);
                }
            }
            onTheWay.remove(talker);
            layers.put(talker, Math.min(layer, MOST_LAYERS - 1));
            return layers.get(talker);
        }
    }
}
