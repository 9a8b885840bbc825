/** Tests of the local Kubernetes API as its clients see it: kubectl, the Java client, plain HTTP. */
@NullMarked
package dev.weir.local.api;

import org.jspecify.annotations.NullMarked;
