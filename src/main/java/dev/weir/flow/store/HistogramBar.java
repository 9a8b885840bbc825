package dev.weir.flow.store;

import java.time.Instant;

/**
 * What happened in one interval.
 *
 * @param allowedRecords records of allowed connections
 * @param deniedRecords records of denied packets
 * @param deniedPackets how many packets these stand for: the sum of their counts
 */
public record HistogramBar(Instant start, long allowedRecords, long deniedRecords, long deniedPackets) {}
