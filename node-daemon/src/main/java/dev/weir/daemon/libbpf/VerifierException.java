package dev.weir.daemon.libbpf;

import java.util.List;

/** A program was not loaded. The message ends with the lines of the verifier's log that tell why; {@link #log()} has all. */
public final class VerifierException extends BpfException {
    private static final long serialVersionUID = 1;
    private static final int TELLING_LINES = 12;

    private final String log;

    VerifierException(String object, int number, String log) {
        super("bpf_object__load failed: " + object + ", errno=" + Errno.of(number) + tellingLines(log), number);
        this.log = log;
    }

    public String log() {
        return log;
    }

    private static String tellingLines(String log) {
        List<String> lines = log.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed ") && !line.contains("LOG --"))
                .toList();
        if (lines.isEmpty()) {
            return "";
        }
        var omitted = Math.max(0, lines.size() - TELLING_LINES);
        var note = omitted == 0 ? "" : "(" + omitted + " lines before)\n";
        return "\n" + note + String.join("\n", lines.subList(omitted, lines.size()));
    }
}
