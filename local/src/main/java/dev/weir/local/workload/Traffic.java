package dev.weir.local.workload;

import dev.weir.local.fabric.FabricException;
import dev.weir.local.fabric.NetworkNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows that one pod sends, until closed. A flow has at most one question under way, so a target that does not answer makes it slower and never makes it
 * grow. Refusal and silence are what policies are for: they are counted by the datapath and not reported here.
 */
public final class Traffic implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

    private final NetworkNamespace namespace;
    private final String podNamespace;
    private final Targets targets;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Traffic(NetworkNamespace namespace, String podNamespace, Targets targets) {
        this.namespace = namespace;
        this.podNamespace = podNamespace;
        this.targets = targets;
    }

    public void start(List<Flow> flows) {
        flows.forEach(flow -> Thread.startVirtualThread(() -> keepSending(flow)));
    }

    private void keepSending(Flow flow) {
        int turn = ThreadLocalRandom.current().nextInt(1000);
        try (Questions questions = new Questions(namespace, flow)) {
            while (!closed.await(pauseMillis(flow), TimeUnit.MILLISECONDS)) {
                List<InetAddress> addresses = addressesOf(flow.target());
                if (!addresses.isEmpty()) {
                    ask(questions, addresses.get(turn++ % addresses.size()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FabricException e) {
            LOG.debug("{} is gone", namespace.name(), e);
        } catch (RuntimeException e) {
            LOG.warn("{} no longer sends {}: {}", namespace.name(), flow, e.toString());
        }
    }

    private void ask(Questions questions, InetAddress address) {
        try {
            questions.ask(address);
        } catch (IOException e) {
            LOG.trace("{} to {}: {}", namespace.name(), address, e.toString());
        }
    }

    private List<InetAddress> addressesOf(Target target) {
        return switch (target) {
            case Target.Host host -> List.of(host.address());
            case Target.Workload workload ->
                targets.of(workload.namespace().isEmpty() ? podNamespace : workload.namespace(), workload.app());
        };
    }

    /** The rate's interval, give or take a fifth, so that flows of the same rate do not march in step. */
    private static long pauseMillis(Flow flow) {
        return Math.round(1000 / flow.perSecond() * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
