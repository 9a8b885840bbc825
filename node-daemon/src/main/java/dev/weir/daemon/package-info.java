/**
 * The node daemon: loads, attaches, pins and updates the BPF programs and maps of one node, drains their events and reports
 * upward. Only {@code NodeDaemon} sees every package below; see {@code docs/DESIGN.md}.
 */
@NullMarked
package dev.weir.daemon;

import org.jspecify.annotations.NullMarked;
