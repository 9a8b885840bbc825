package dev.weir.daemon.flow;

import java.io.IOException;

/** Takes everything that the node's file gets, for the server. It is flushed before the file is written. */
public interface RecordSink {
    /** @throws IOException when the record could not be kept for the server */
    void append(FlowRecord record) throws IOException;

    /** @throws IOException when it could not be kept for the server */
    void append(Withheld withheld) throws IOException;

    /** Everything appended so far survives the end of this process and may be sent. */
    void flush() throws IOException;
}
