package dev.weir.daemon.flow;

import dev.weir.daemon.flow.RecordAccount.Loss;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records end: for the server and in the node's file. Lines are collected and written together, and what is for the server
 * is flushed first: whenever the daemon dies, every line of the file is also on its way to the server.
 */
final class RecordFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
    private static final int TOGETHER = 1 << 18;

    private final RecordLine line;
    private final RotatingFile file;
    private final RecordSink sink;
    private final RecordAccount account;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(TOGETHER + 4096);
    private final List<Written> waiting = new ArrayList<>();
    private boolean dirty;
    private boolean failing;

    private record Written(String namespace, long events) {}

    RecordFile(RecordLine line, RotatingFile file, RecordSink sink, RecordAccount account) {
        this.line = line;
        this.file = file;
        this.sink = sink;
        this.account = account;
    }

    void write(FlowRecord record) {
        line.encode(record, lines);
        dirty = true;
        waiting.add(new Written(record.namespace(), record.count()));
        attempt("a record could not be kept for the server", () -> sink.append(record));
        if (lines.size() >= TOGETHER) {
            flush();
        }
    }

    /** A summary is no event: it is in no account. */
    void write(Withheld withheld) {
        line.encode(withheld, lines);
        dirty = true;
        attempt("a record could not be kept for the server", () -> sink.append(withheld));
    }

    /** Writes what was collected. */
    void flush() {
        if (!dirty) {
            return;
        }
        dirty = false;
        attempt("the records could not be kept for the server", sink::flush);
        var written =
                lines.size() == 0 || attempt("records could not be written", () -> file.write(lines.toByteArray()));
        for (var each : waiting) {
            enter(each, written);
        }
        lines.reset();
        waiting.clear();
    }

    private void enter(Written record, boolean written) {
        if (written) {
            account.written(record.namespace, record.events);
        } else {
            account.lost(record.namespace, Loss.WRITE_FAILED, record.events);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    // Said once when it starts to fail; how often is in the account.
    private boolean attempt(String what, Step step) {
        try {
            step.run();
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.error("{}; free space below the log and state directories", what, e);
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }
}
