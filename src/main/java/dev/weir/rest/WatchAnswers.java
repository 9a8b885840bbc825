package dev.weir.rest;

import dev.weir.alert.Alerts;
import dev.weir.watch.WatchedTexts;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is watched is written as its own address answers it, once for all who watch. */
@Component
final class WatchAnswers implements WatchedTexts {
    private final JsonMapper json;

    WatchAnswers(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String policy(Map<String, Object> object) {
        return json.writeValueAsString(object);
    }

    @Override
    public String alert(Alerts.Entry entry) {
        return json.writeValueAsString(AlertAnswer.of(entry));
    }
}
