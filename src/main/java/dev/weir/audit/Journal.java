package dev.weir.audit;

/** Where those who keep Weir's own objects say what became of them. */
@FunctionalInterface
public interface Journal {
    /** Writes nothing down. */
    Journal NONE = (subject, before, after) -> {};

    /**
     * It was changed by whoever acts on this thread.
     *
     * @param before as a text for people, without any secret; empty when there was nothing
     * @param after likewise; the same text twice says that something changed that cannot be shown
     */
    void note(Subject subject, String before, String after);
}
