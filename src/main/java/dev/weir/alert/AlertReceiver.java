package dev.weir.alert;

import java.util.List;

/** Tells somebody else. Never throws for what happens on the way: the answer says it. */
public interface AlertReceiver {

    /**
     * Sends alerts; the state says whether they are firing.
     *
     * @param patiently whether to try again when it may help; otherwise once
     */
    Delivery deliver(Webhook webhook, List<Notice> notices, boolean patiently);
}
