package dev.weir.daemon.flow;

import java.io.IOException;

/** Takes every record that was written to the node's file, for the server. */
public interface RecordSink {
    /** @throws IOException when the record could not be kept for the server */
    void append(FlowRecord record) throws IOException;

    /** Everything appended so far may be sent. */
    void flush() throws IOException;
}
