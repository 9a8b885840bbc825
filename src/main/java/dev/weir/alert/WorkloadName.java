package dev.weir.alert;

/** A workload as {@code namespace/name}. */
final class WorkloadName {
    private WorkloadName() {}

    static AlertSubject subject(String text) {
        int slash = text.indexOf('/');
        return AlertSubject.workload(text.substring(0, slash), text.substring(slash + 1));
    }
}
