package dev.weir.daemon.libbpf;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test loads the real object into this machine's kernel: run it as root after {@code make -C bpf}. Where that cannot be it is
 * skipped with the reason, but fails when {@code CI_REQUIRE_BPF=true}, so that green never means that it did not run.
 */
@Tag("bpf")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BpfCondition.class)
@interface RequiresBpf {}
