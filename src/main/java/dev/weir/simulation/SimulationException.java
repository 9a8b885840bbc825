package dev.weir.simulation;

/** The change cannot be simulated; says why, fit for a person. */
public final class SimulationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationException(String message) {
        super(message);
    }
}
