package dev.weir.daemon.flow;

import dev.weir.daemon.flow.RecordAccount.Loss;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
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
    private final LineBuffer lines = new LineBuffer(TOGETHER + 4096);
    private final Map<String, Waiting> waiting = new HashMap<>();
    private boolean dirty;
    private boolean failing;

    /** What of one namespace was collected. */
    private static final class Waiting {
        private long lines;
        private long events;
    }

    RecordFile(RecordLine line, RotatingFile file, RecordSink sink, RecordAccount account) {
        this.line = line;
        this.file = file;
        this.sink = sink;
        this.account = account;
    }

    void write(FlowRecord record) {
        line.encode(record, lines);
        dirty = true;
        collected(record.namespace(), record.count());
        attempt("a record could not be kept for the server", () -> sink.append(record));
        if (lines.size() >= TOGETHER) {
            flush();
        }
    }

    private void collected(String namespace, long events) {
        var sum = waiting.computeIfAbsent(namespace, unused -> new Waiting());
        sum.lines++;
        sum.events += events;
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
        var written = lines.size() == 0 || attempt("records could not be written", () -> file.write(lines.written()));
        waiting.forEach((namespace, sum) -> {
            if (written) {
                account.written(namespace, sum.lines, sum.events);
            } else {
                account.lost(namespace, Loss.WRITE_FAILED, sum.events);
            }
        });
        lines.clear();
        waiting.clear();
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
