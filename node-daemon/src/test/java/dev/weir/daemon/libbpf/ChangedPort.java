package dev.weir.daemon.libbpf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A port of the daemon over the real thing behind it, with some calls answered otherwise. */
final class ChangedPort {
    /** The rest of a call: what the real thing does. */
    interface Call {
        @Nullable
        Object proceed() throws Throwable;
    }

    interface Change {
        @Nullable
        Object call(String method, Object[] arguments, Call rest) throws Throwable;
    }

    private ChangedPort() {}

    static <T> T of(Class<T> port, T real, Change change) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) ->
                        change.call(method.getName(), arguments == null ? new Object[0] : arguments, () -> {
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        })));
    }
}
