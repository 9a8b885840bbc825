package dev.weir.local.kubelet;

/** A pod's policy is not in force yet; the message says why and becomes part of the pod's status. */
final class NotProgrammedException extends Exception {

    NotProgrammedException(String message, Throwable cause) {
        super(message, cause);
    }
}
