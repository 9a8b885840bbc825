package dev.weir.local.api;

import java.nio.file.Path;

/**
 * How the local Kubernetes API runs.
 *
 * @param port the port on 127.0.0.1; 0 for a free one
 * @param directory where the file {@code kubeconfig} is written; made if it is missing
 */
public record ApiConfig(int port, Path directory) {}
