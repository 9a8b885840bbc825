package dev.weir.daemon.libbpf;

import java.util.Arrays;

/** The errors of {@code bpf(2)} that something is decided by, or that deserve an explanation. */
public enum Errno {
    EPERM(1, "not permitted: CAP_BPF and CAP_NET_ADMIN are needed"),
    ENOENT(2, "no such entry, file or program"),
    E2BIG(7, "the map is full"),
    EAGAIN(11, "try again"),
    ENOMEM(12, "out of memory, or the map is full"),
    EACCES(13, "refused by the verifier, or not permitted"),
    EBUSY(16, "in use"),
    EEXIST(17, "exists already"),
    ENODEV(19, "no such interface"),
    EINVAL(22, "invalid argument, or not known to this kernel"),
    ENOSPC(28, "no room"),
    ENOLINK(67, "the link's target is gone"),
    EOPNOTSUPP(95, "not supported"),
    ENOTSUPP(524, "not supported by this kind of map"),
    OTHER(0, "see errno(3)");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The constant for a positive number, {@code OTHER} when there is none. */
    static Errno of(int number) {
        return Arrays.stream(values())
                .filter(errno -> errno.number == number)
                .findFirst()
                .orElse(OTHER);
    }

    String meaning() {
        return meaning;
    }
}
