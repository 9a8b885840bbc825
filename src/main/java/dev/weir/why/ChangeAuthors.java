package dev.weir.why;

import dev.weir.audit.AuditEntry;
import dev.weir.cluster.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/** Who made an object what it was at a time, as far as that is kept and whoever asks may know it. */
@FunctionalInterface
public interface ChangeAuthors {
    Optional<AuditEntry> behind(ObjectRef object, Instant at);
}
