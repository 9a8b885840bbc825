package dev.weir.expectation;

import dev.weir.expectation.ExpectationGate.Breach;
import java.util.List;

/** What was to be written would break expectations, and nobody said why it should. Nothing was written. */
public final class ExpectationsBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Breach> breaches;
    private final int hidden;

    /**
     * @param breaches that whoever writes may see
     * @param hidden how many more there are
     */
    public ExpectationsBrokenException(List<Breach> breaches, int hidden) {
        super(message(breaches.size() + hidden));
        this.breaches = List.copyOf(breaches);
        this.hidden = hidden;
    }

    private static String message(int count) {
        return (count == 1 ? "An expectation would break" : count + " expectations would break")
                + ", so nothing was written.";
    }

    public List<Breach> breaches() {
        return breaches;
    }

    public int hidden() {
        return hidden;
    }
}
