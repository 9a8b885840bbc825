package dev.weir.alert;

import java.util.List;

/** What is usual, by workload or policy; learned, and set by people. Safe to call from many threads. */
public interface Baselines {

    /** By name. */
    List<Baseline> list();

    /** Sets what is usual; refuses what this baseline cannot be. */
    void put(Baseline baseline);

    /** False when nothing is known of it. */
    boolean remove(AlertSubject subject);
}
