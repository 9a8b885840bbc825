package dev.weir.alert;

/**
 * Finds for whom a rule holds. Asks a bounded number of bounded questions at each look. Called by one thread; a look that fails throws, and
 * what was known stays as it was.
 */
public interface Detector {
    AlertRule rule();

    Looked look(Look look);
}
