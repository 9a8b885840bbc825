package dev.weir.daemon.layout;

/** The bits of {@link ConntrackEntry#flags()}, {@code enum conntrack_flag}: the bit is {@code 1 << ordinal}. */
public enum ConntrackFlag {
    INITIATOR_IS_HIGH,
    DIRECT,
    REPLIED,
    FIN_INITIATOR,
    FIN_RESPONDER,
    CLOSING,
    FROM_NODE;

    public int bit() {
        return 1 << ordinal();
    }

    public boolean isSet(int flags) {
        return (flags & bit()) != 0;
    }
}
