package dev.weir.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Labels in the order of their keys, and looked up by hash: every selector asks every pod of its namespace. */
final class Labels {
    private Labels() {}

    static Map<String, String> ordered(Map<String, String> labels) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(labels)));
    }
}
