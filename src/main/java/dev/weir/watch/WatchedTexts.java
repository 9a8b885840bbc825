package dev.weir.watch;

import dev.weir.alert.Alerts;
import java.util.Map;

/** Objects as the REST API has them, in JSON. */
public interface WatchedTexts {
    /** @param object the Kubernetes object itself */
    String policy(Map<String, Object> object);

    String alert(Alerts.Entry entry);
}
