package dev.weir.expectation;

import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.reach.Ports;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody expects of the network: that each of one end may reach each of the other, or that none may reach any.
 *
 * @param port on which; null: anything at all
 */
public record Claim(Who from, boolean may, Who to, @Nullable Port port) {

    /** One port or a range of a protocol. */
    public record Port(Protocol protocol, PortRange range) {
        public Ports ports() {
            return Ports.of(protocol, range);
        }
    }

    /** Those that it names; whoever reads it must be allowed to read all of them. */
    public Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>();
        namespaces.add(from.namespace());
        namespaces.add(to.namespace());
        namespaces.remove("");
        return namespaces;
    }

    /** Throws {@link ClaimException}; column 1 is the first letter. */
    public static Claim parse(String sentence, String namespace) {
        return new ClaimReader(sentence, namespace).read();
    }

    /** The one sentence that says it, for a reader in that namespace. */
    public String in(String namespace) {
        return new ClaimWords(namespace).of(this);
    }
}
