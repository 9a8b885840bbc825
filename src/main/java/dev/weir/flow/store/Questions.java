package dev.weir.flow.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a few questions run at once; the others wait a while, and are then told to come again. */
public final class Questions {
    private static final int WAIT_SECONDS = 10;

    private final int atOnce;
    private final Semaphore places;

    public Questions(int atOnce) {
        this.atOnce = atOnce;
        places = new Semaphore(atOnce, true);
    }

    /** Something to do while a place is taken. */
    public interface Asking<T, X extends Exception> {
        T ask() throws X;
    }

    public <T, X extends Exception> T ask(Asking<T, X> question) throws X {
        if (!admitted()) {
            throw new RecordStoreException.Busy("Too many searches are running; try again in a moment.");
        }
        try {
            return question.ask();
        } finally {
            places.release();
        }
    }

    private boolean admitted() {
        try {
            return places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** While none runs. */
    <X extends Exception> void alone(Asking<?, X> work) throws X {
        places.acquireUninterruptibly(atOnce);
        try {
            work.ask();
        } finally {
            places.release(atOnce);
        }
    }
}
