package dev.weir.console;

import dev.weir.flow.RecordTree;
import dev.weir.flow.StoredRecord;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A record as the JSON that the node wrote, set for reading. */
final class RecordJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordJson() {}

    static String write(StoredRecord stored) {
        return JSON.writeValueAsString(RecordTree.of(stored));
    }
}
