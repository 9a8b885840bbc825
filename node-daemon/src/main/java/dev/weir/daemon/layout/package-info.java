/**
 * The Java counterpart of {@code bpf/lib/abi.h}: every key, value and event as a record that encodes and decodes itself, with the
 * offsets of its members as constants, and every enum with its numbers. {@code LayoutTests} compares all of it with
 * {@code bpf/abi.json}. A type has the name of its C struct. Knows neither maps nor native calls. Unsigned 32-bit numbers are
 * {@code int}, ports are 0 to 65535. See {@code docs/design/datapath.md}.
 */
@NullMarked
package dev.weir.daemon.layout;

import org.jspecify.annotations.NullMarked;
