package dev.weir.flow;

import java.util.function.Predicate;

/**
 * A record with where it came from and its place in the store.
 *
 * @param position grows by one with every record stored; the order of arrival, which is not the order of time
 * @param node whose daemon reported it
 * @param spool one life of that node's record file
 */
public record StoredRecord(long position, String node, long spool, FlowRecord record) {

    /** See {@link FlowRecord#seenFrom}. */
    public StoredRecord seenFrom(Predicate<String> namespaces) {
        return new StoredRecord(position, node, spool, record.seenFrom(namespaces));
    }

    /** The same for ever and in every store: node, spool and sequence. */
    public String id() {
        return new RecordId(node, spool, record.sequence()).toString();
    }
}
