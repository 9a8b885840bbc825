package dev.weir.daemon.datapath;

/** A program at an interface. */
public record Attachment(Hook hook, int ifindex) {
    /** Name of the link's pin. */
    public String pin() {
        return "link_" + hook.program() + "_" + ifindex;
    }
}
