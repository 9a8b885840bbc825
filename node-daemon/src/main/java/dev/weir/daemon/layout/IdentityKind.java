package dev.weir.daemon.layout;

/** What an address is: the upper bits of an identity. The ordinal is the number of {@code enum identity_kind}. */
public enum IdentityKind {
    OUTSIDE,
    POD,
    NODE;

    /** The identity with this kind in its upper bits. @param number without kind, below 2^30 */
    public int identity(int number) {
        if (number >>> Abi.IDENTITY_KIND_SHIFT != 0) {
            throw new IllegalArgumentException("an identity has 30 bits below its kind, not " + number);
        }
        return ordinal() << Abi.IDENTITY_KIND_SHIFT | number;
    }

    /** @throws ArrayIndexOutOfBoundsException when no kind has the upper bits of {@code identity} */
    public static IdentityKind of(int identity) {
        return values()[identity >>> Abi.IDENTITY_KIND_SHIFT];
    }
}
