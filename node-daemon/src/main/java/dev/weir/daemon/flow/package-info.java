/**
 * From what the datapath saw to records: names, the logging settings, merging of denied packets, the rate limit, the node's
 * file {@code policy_action.log}, and an account in which every event that should be recorded turns up as written, merged or
 * lost. Single-threaded but for the account and the names, which are swapped whole. Knows neither the kernel nor the server.
 * See {@code docs/design/node-protocol.md}, "Records".
 */
@NullMarked
package dev.weir.daemon.flow;

import org.jspecify.annotations.NullMarked;
