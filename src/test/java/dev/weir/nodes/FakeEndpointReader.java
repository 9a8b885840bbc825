package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.nodes.EndpointReadException.Reason;
import dev.weir.program.PodName;
import org.jspecify.annotations.Nullable;

/** A node that answers what a test says; nothing is there before it says something. */
public final class FakeEndpointReader implements EndpointReader {
    private @Nullable NodeAnswer answer;
    private Reason failure = Reason.NOT_THERE;

    public void answer(NodeAnswer next) {
        answer = next;
    }

    public void fail(Reason reason) {
        answer = null;
        failure = reason;
    }

    @Override
    public NodeAnswer read(NodeName node, PodName pod) {
        if (answer == null) {
            throw new EndpointReadException(failure, "why there is no answer of " + node);
        }
        return answer;
    }
}
