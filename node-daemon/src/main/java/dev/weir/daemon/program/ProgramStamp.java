package dev.weir.daemon.program;

/**
 * Which program: the life of the server that sent it, and its revision.
 *
 * @param session 0 = none
 * @param revision of the cluster snapshot; 0 = none
 */
public record ProgramStamp(long session, long revision) {
    public static final ProgramStamp NONE = new ProgramStamp(0, 0);
}
