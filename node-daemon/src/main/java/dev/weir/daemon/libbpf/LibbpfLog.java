package dev.weir.daemon.libbpf;

import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** libbpf writes to standard error; here its messages become log lines, and those of a load are collected for the exception. */
final class LibbpfLog {
    private static final Logger LOG = LoggerFactory.getLogger(LibbpfLog.class);
    private static final int LINE_LIMIT = 1 << 20;

    /** The native side holds only the address: this reference keeps the function alive. */
    private static final Libbpf.Print PRINT = LibbpfLog::print;

    private static final ThreadLocal<StringBuilder> COLLECTED = new ThreadLocal<>();

    static {
        Libbpf.LIBRARY.libbpf_set_print(PRINT);
    }

    private LibbpfLog() {}

    /** Has the class initialised; the rest happened there, once. */
    static void install() {
        LOG.trace("libbpf logs here");
    }

    record Collected(int value, String log) {}

    static Collected collecting(IntSupplier call) {
        var text = new StringBuilder();
        COLLECTED.set(text);
        try {
            return new Collected(call.getAsInt(), text.toString());
        } finally {
            COLLECTED.remove();
        }
    }

    private static int print(int level, Pointer format, Pointer arguments) {
        var line = new byte[4096];
        // A va_list can be read once: a line that does not fit is cut, except the verifier's log, which is asked for.
        var text = COLLECTED.get();
        if (text != null) {
            line = new byte[LINE_LIMIT];
        }
        var length = LibC.LIBRARY.vsnprintf(line, line.length, format, arguments);
        var message =
                new String(line, 0, Math.clamp(length, 0, line.length - 1), StandardCharsets.UTF_8).stripTrailing();
        if (text != null && level == 0) {
            text.append(message).append('\n');
        } else {
            LOG.debug("{}", message);
        }
        return length;
    }
}
