package dev.weir.local.supervisor;

import java.io.PrintStream;

/** What the person who started the cluster reads while it starts. A line each, no decoration. */
record Progress(PrintStream out) {

    void step(String text) {
        out.println("  " + text);
        out.flush();
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }
}
