package dev.weir.daemon.program;

import dev.weir.daemon.net.Prefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from one program to the next.
 *
 * @param stamp of the program that results
 * @param base revision that it applies to, of the same session; 0 = a snapshot, which replaces everything
 * @param logging absent when unchanged
 * @param enforcement absent when unchanged
 */
public record ProgramChange(
        ProgramStamp stamp,
        long base,
        Content content,
        @Nullable LoggingSettings logging,
        @Nullable EnforcementSettings enforcement) {
    /** A change that leaves how the cluster enforces as it is. */
    public ProgramChange(ProgramStamp stamp, long base, Content content, @Nullable LoggingSettings logging) {
        this(stamp, base, content, logging, null);
    }

    public boolean isSnapshot() {
        return base == 0;
    }

    /** What is added or replaced, and what goes, part by part. */
    public record Content(
            Part<PodRef, EndpointProgram> endpoints,
            Part<Long, Subject> subjects,
            Part<Prefix, IdentityEntry> identities,
            Part<Long, Cookie> cookies) {
        public static final Content NONE = new Content(Part.none(), Part.none(), Part.none(), Part.none());

        Content withEndpoints(Part<PodRef, EndpointProgram> part) {
            return new Content(part, subjects, identities, cookies);
        }

        Content withSubjects(Part<Long, Subject> part) {
            return new Content(endpoints, part, identities, cookies);
        }

        Content withIdentities(Part<Prefix, IdentityEntry> part) {
            return new Content(endpoints, subjects, part, cookies);
        }

        Content withCookies(Part<Long, Cookie> part) {
            return new Content(endpoints, subjects, identities, part);
        }
    }

    /**
     * @param put added or changed, whole
     * @param removed keys
     */
    public record Part<K, V>(List<V> put, List<K> removed) {
        public Part {
            put = List.copyOf(put);
            removed = List.copyOf(removed);
        }

        public static <K, V> Part<K, V> none() {
            return new Part<>(List.of(), List.of());
        }

        public boolean isEmpty() {
            return put.isEmpty() && removed.isEmpty();
        }
    }
}
