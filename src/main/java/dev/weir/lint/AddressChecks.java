package dev.weir.lint;

import dev.weir.cluster.PolicyTree;
import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import dev.weir.lint.PolicySource.Part;
import dev.weir.net.IpPrefix;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ranges of addresses and their exceptions. */
final class AddressChecks {
    private AddressChecks() {}

    static void check(PolicySource source) {
        source.forEachPeer((direction, peer) -> {
            if (peer.tree().get("ipBlock") instanceof Map<?, ?> block) {
                check(source, new Part(peer.path().field("ipBlock"), PolicyTree.map(block)));
            }
        });
    }

    private static void check(PolicySource source, Part block) {
        IpPrefix range = range(source, block.path().field("cidr"), block.tree().get("cidr"));
        FieldPath except = block.path().field("except");
        List<Object> holes = PolicySource.list(block.tree().get("except"));
        for (int i = 0; i < holes.size(); i++) {
            IpPrefix hole = range(source, except.item(i), holes.get(i));
            if (range != null && hole != null) {
                compare(source, range, except.item(i), hole);
            }
        }
    }

    private static void compare(PolicySource source, IpPrefix range, FieldPath path, IpPrefix hole) {
        if (!range.contains(hole)) {
            source.error(
                    path,
                    "except-outside-cidr",
                    hole + " is not inside " + range + ".",
                    "Remove this exception",
                    new Remove(path));
        } else if (hole.equals(range)) {
            source.error(
                    path, "except-is-all", "The exception leaves nothing of " + range + ", so this peer means nobody.");
        }
    }

    private static @Nullable IpPrefix range(PolicySource source, FieldPath path, @Nullable Object value) {
        String text = String.valueOf(value);
        try {
            IpPrefix range = IpPrefix.parse(text);
            if (!range.equals(IpPrefix.host(range.address()))
                    && !range.toString().equals(text)
                    && !text.contains(":")) {
                source.note(
                        path,
                        "host-bits",
                        text + " means " + range + ": what is behind the first " + range.length()
                                + " bits does not count.",
                        "Write " + range,
                        new Put(path, range.toString()));
            }
            return range;
        } catch (IllegalArgumentException wrong) {
            source.error(
                    path, "invalid-cidr", text + " is no range of addresses, such as 10.0.0.0/8 or 2001:db8::/32.");
            return null;
        }
    }
}
