package dev.weir.change;

import dev.weir.cluster.PolicyRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is to be.
 *
 * @param object as Kubernetes takes it; null = it is to be deleted
 */
public record Edit(PolicyRef policy, @Nullable Map<String, Object> object) {}
