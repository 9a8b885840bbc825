package dev.weir.nodes;

/** The way to one daemon. Calls come one at a time and must not block; a broken stream is reported by its owner, not thrown here. */
public interface NodeStream {

    /**
     * Takes an update, sends it as fast as the daemon reads, and tells {@link NodeConnection#sent} when the last of it has left. The next
     * one comes only after the daemon's answer.
     */
    void send(NodeUpdate update);

    /** Asks something; the answer is told to the connection. Only a daemon that said that it answers is asked. */
    void ask(ReadQuestion question);

    /** Ends the stream; the daemon is expected to dial again. */
    void close(String reason);
}
