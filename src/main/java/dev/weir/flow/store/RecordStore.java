package dev.weir.flow.store;

import dev.weir.flow.RecordSink;

/** Keeps records for a while and finds them again. What {@code append} has returned is durable and visible to every question. */
public interface RecordStore extends RecordSink, RecordReader, AutoCloseable {
    @Override
    void close();
}
