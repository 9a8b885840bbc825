package dev.weir.flow;

import java.util.List;

/** Takes in the records that daemons report, at least once. Safe to call from many threads, one per node. */
public interface RecordSink {

    /**
     * Stores what is not stored yet, by (node, spool, sequence), and returns when it is durable.
     *
     * @param spool one life of the node's record file; sequences start again with a new one
     * @param records in order of their sequences
     * @return the sequence up to which every record of this node and spool is durable
     */
    long append(String node, long spool, List<FlowRecord> records);

    /** Stores what was withheld, in the same way: records and this share the sequences of a spool, and come in their order. */
    long appendWithheld(String node, long spool, List<Withheld> withheld);
}
