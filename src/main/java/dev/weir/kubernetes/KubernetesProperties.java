package dev.weir.kubernetes;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Kubernetes API.
 *
 * @param kubeconfig path of a kubeconfig file; empty = the service account of the pod this server runs in
 */
@ConfigurationProperties("weir.kubernetes")
record KubernetesProperties(@DefaultValue("") String kubeconfig) {}
