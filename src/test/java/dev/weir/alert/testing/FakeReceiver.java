package dev.weir.alert.testing;

import dev.weir.alert.AlertReceiver;
import dev.weir.alert.Delivery;
import dev.weir.alert.Notice;
import dev.weir.alert.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything, and answers as it is told. */
public final class FakeReceiver implements AlertReceiver {
    private final List<Notice> taken = new CopyOnWriteArrayList<>();
    private volatile boolean accepts = true;

    public void refuse() {
        accepts = false;
    }

    public List<Notice> taken() {
        return taken;
    }

    @Override
    public Delivery deliver(Webhook webhook, List<Notice> notices, boolean patiently) {
        taken.addAll(notices);
        return new Delivery(Instant.EPOCH, accepts, accepts ? "HTTP 200" : "HTTP 401: who are you?");
    }
}
