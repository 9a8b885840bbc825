package dev.weir.local.api.registry;

import dev.weir.local.api.patch.ManagedFields;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import java.time.Instant;

/** What a write is aimed at: an object, or one of its sub-resources ("" for the object itself). */
public record Target(ResourceType type, ObjectKey key, String subresource) {

    ManagedFields.Writer writer(String manager, Instant now) {
        return new ManagedFields.Writer(manager, type.apiVersion(), subresource, now);
    }
}
