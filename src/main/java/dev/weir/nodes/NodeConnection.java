package dev.weir.nodes;

/** One connected daemon, from the side of the wire: what it says is told here. Safe to call from any thread; calls keep their order. */
public interface NodeConnection {

    /** The last of this revision's update has left for the daemon. */
    void sent(long revision);

    /** The daemon enforces this revision. */
    void applied(long revision);

    /** The daemon refused this revision as a whole. */
    void failed(long revision, String reason, String action);

    void reported(NodeReport report);

    /** The daemon has answered the question of that id. */
    void answered(long id, EndpointReading reading);

    /** The daemon could not answer it. */
    void unanswered(long id, String problem);

    /** The stream has ended. */
    void closed();
}
