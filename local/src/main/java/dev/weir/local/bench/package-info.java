/**
 * Benchmarks of the datapath, by ratios: the machine's own speed cancels out when a configuration is divided by plain kernel routing
 * measured in the same run. Uses the real daemon with the real BPF object in namespaces of its own ({@code weir-bench-*}); only the
 * control plane is played, by {@link BenchControlPlane}. The method: {@code docs/design/benchmarks.md}.
 */
@NullMarked
package dev.weir.local.bench;

import org.jspecify.annotations.NullMarked;
