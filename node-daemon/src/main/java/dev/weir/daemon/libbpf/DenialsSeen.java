package dev.weir.daemon.libbpf;

/**
 * Whether it is worth walking {@code denial_map}: a node without denials is asked four times a second. A denied packet is
 * counted and put into the map in two steps, so a walk between the two may miss it, and what would be denied is no dropped packet;
 * hence a walk every second in any case.
 * Belongs to the thread that records.
 */
final class DenialsSeen {
    private static final int SLICES_BETWEEN_WALKS = 4;

    private long packets = -1;
    private long walkedSlice;
    private boolean left = true;

    boolean mayHold(long slice, long deniedPackets) {
        return left || deniedPackets != packets || slice - walkedSlice >= SLICES_BETWEEN_WALKS;
    }

    /** @param someLeft entries of a slice that was not over */
    void drained(long slice, long deniedPackets, boolean someLeft) {
        walkedSlice = slice;
        packets = deniedPackets;
        left = someLeft;
    }
}
