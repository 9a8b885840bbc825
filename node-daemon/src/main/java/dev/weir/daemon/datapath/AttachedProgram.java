package dev.weir.daemon.datapath;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program as the kernel has it.
 *
 * @param id the kernel's number
 * @param code absent when it is not one of this daemon's: the kernel tells about others only to an administrator
 * @param interfaces where it is attached, by name
 */
public record AttachedProgram(Hook hook, int id, @Nullable Code code, List<String> interfaces) {
    public AttachedProgram {
        interfaces = List.copyOf(interfaces);
    }

    /**
     * What the kernel made of the instructions.
     *
     * @param tag the kernel's hash of them, in hexadecimal
     * @param jitedBytes 0 = it is interpreted
     * @param verifiedInstructions that the verifier looked at; 0 = this kernel does not say
     */
    public record Code(String tag, Instant loadedAt, int translatedBytes, int jitedBytes, int verifiedInstructions) {}
}
