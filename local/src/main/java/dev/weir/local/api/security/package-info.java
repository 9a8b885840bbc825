/** Who may speak with the local API: a certificate authority of its own for every run, and the kubeconfig file that carries its fruits. */
@NullMarked
package dev.weir.local.api.security;

import org.jspecify.annotations.NullMarked;
