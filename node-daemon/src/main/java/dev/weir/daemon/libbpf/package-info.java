/**
 * The edge to the kernel, and the only package that speaks jnr-ffi: libbpf 1.1 for objects, maps and pins, raw {@code bpf(2)} for
 * what that version lacks (tcx links). The types have libbpf's words: open, load, attach, pin. Knows no pod and no policy; what
 * the maps mean is in {@code layout} and {@code docs/design/datapath.md}. Every failure is a {@link BpfException} that names the
 * operation, the object and the errno.
 */
@NullMarked
package dev.weir.daemon.libbpf;

import org.jspecify.annotations.NullMarked;
