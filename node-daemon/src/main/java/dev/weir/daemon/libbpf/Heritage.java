package dev.weir.daemon.libbpf;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What this version can take over of the maps of older ones. Whoever changes a layout either says here how the old value is written
 * now, or raises {@code oldest}.
 *
 * @param oldest the oldest ABI version whose maps are understood
 * @param rewrites by the name of a map whose values have another layout since then: the old value to the new one. Keys are as
 *     they were. Every other map is the same in both versions
 */
record Heritage(int oldest, Map<String, UnaryOperator<byte[]>> rewrites) {
    static final Heritage OURS = new Heritage(2, Map.of());
}
