package dev.weir.expectation;

import java.util.Locale;

/** What the cluster makes of a claim. */
public sealed interface Outcome {

    /** How it stands, in one word. */
    enum State {
        HOLDS,
        BROKEN,
        /** It cannot be told, because nobody is meant. */
        UNDECIDABLE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    State state();

    /** It is so. */
    record Holds() implements Outcome {
        @Override
        public State state() {
            return State.HOLDS;
        }
    }

    /** It is not so; there may be more witnesses than this first one. */
    record Broken(Witness witness) implements Outcome {
        @Override
        public State state() {
            return State.BROKEN;
        }
    }

    /** @param why a sentence */
    record Undecidable(String why) implements Outcome {
        @Override
        public State state() {
            return State.UNDECIDABLE;
        }
    }
}
