package dev.weir.console;

import dev.weir.nodes.NodeReport.AttachedProgram;
import dev.weir.nodes.NodeReport.ProgramCode;
import java.util.List;

/**
 * A BPF program of a node, and where it is attached.
 *
 * @param size of the code
 * @param where how many interfaces, and which
 */
record ProgramRow(
        String hook, String meaning, String id, String tag, String loaded, String size, String where, String names) {

    static List<ProgramRow> of(List<AttachedProgram> programs, Texts texts) {
        return programs.stream().map(program -> row(program, texts)).toList();
    }

    private static ProgramRow row(AttachedProgram program, Texts texts) {
        ProgramCode code = program.code();
        return new ProgramRow(
                program.hook(),
                texts.ofOr("hook." + program.hook().replace('_', '-'), program.hook()),
                Long.toString(program.id()),
                code == null ? texts.of("program.foreign") : code.tag(),
                code == null ? texts.of("none") : texts.dayAndTime(code.loadedAt()),
                code == null ? texts.of("none") : size(code, texts),
                texts.of("program.interfaces", program.interfaces().size()),
                String.join(", ", program.interfaces()));
    }

    private static String size(ProgramCode code, Texts texts) {
        String bytes = code.jitedBytes() == 0
                ? texts.of("program.interpreted", texts.bytes(code.translatedBytes()))
                : texts.of("program.compiled", texts.bytes(code.translatedBytes()), texts.bytes(code.jitedBytes()));
        return code.verifiedInstructions() == 0
                ? bytes
                : bytes + texts.of("program.verified", code.verifiedInstructions());
    }
}
