package dev.weir.audit;

/** Who is acting on this thread. The port between those who guard and what is written down. */
@FunctionalInterface
public interface CurrentAuthor {

    /** {@link Author#SERVER} when nobody asks. */
    Author get();
}
