package dev.weir.access.testing;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Grant;
import java.util.Arrays;
import java.util.function.Supplier;

/** The administrator, until a test becomes somebody else. */
public final class FakeCurrentAccess implements CurrentAccess {
    private volatile Access access = Access.everything("admin");

    /** @param grants as {@link Grant#parse} reads them */
    public void become(String... grants) {
        access = new Access("reader", Arrays.stream(grants).map(Grant::parse).toList());
    }

    @Override
    public Access get() {
        return access;
    }

    @Override
    public Supplier<Access> followed() {
        return () -> access;
    }
}
