/**
 * Desired to actual: what the maps must hold for a program, read back, compared, and written in an order in which no packet
 * meets a half-written policy. {@code Datapath} is the port to the kernel; nothing here is native. The order and the reasons
 * are in {@code docs/design/datapath.md}.
 */
@NullMarked
package dev.weir.daemon.datapath;

import org.jspecify.annotations.NullMarked;
