/**
 * Where records are kept and how they are found again. {@code RecordStore} is the port; {@code DuckDbRecordStore} keeps them in one file
 * inside the server, {@code MemoryRecordStore} is the readable reference, and one contract test holds both. It knows SQL and nothing of
 * HTTP or gRPC. Design: {@code docs/design/flow-log.md}.
 */
@NullMarked
package dev.weir.flow.store;

import org.jspecify.annotations.NullMarked;
