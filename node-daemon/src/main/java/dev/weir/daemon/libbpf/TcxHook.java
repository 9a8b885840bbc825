package dev.weir.daemon.libbpf;

/** Where on an interface a program runs, in the kernel's words: ingress is what the interface receives. */
public enum TcxHook {
    INGRESS(46),
    EGRESS(47);

    private final int attachType;

    TcxHook(int attachType) {
        this.attachType = attachType;
    }

    /** The number in {@code enum bpf_attach_type}. */
    int attachType() {
        return attachType;
    }
}
