package dev.weir.daemon.datapath;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.NodeProgram;
import dev.weir.daemon.testing.Changes;
import java.util.Map;

/** The real reconciler over any datapath, without interfaces and without a file: for tests that look at the maps or send packets. */
public final class Reconciliation {
    private final IdTable ids = new IdTable();
    private final ContentsAssembler assembler = new ContentsAssembler(ids);
    private final DatapathReconciler reconciler;
    private final Map<Address, Integer> interfaces;
    private NodeProgram program = NodeProgram.EMPTY;
    private int revision = 1;

    /** @param interfaces of the endpoints */
    public Reconciliation(Datapath datapath, Map<Address, Integer> interfaces) {
        reconciler = new DatapathReconciler(datapath, ids);
        this.interfaces = interfaces;
    }

    /** @return entries written */
    public int everything(NodeProgram next) {
        var plan = reconciler.plan(assembler.assemble(next, interfaces));
        program = next;
        return reconciler.execute(plan, ++revision);
    }

    /** The way from the program before. @return entries written */
    public int change(NodeProgram next) {
        var content = Changes.between(program, next).content();
        var plan = reconciler.plan(assembler.change(program, next, content, interfaces));
        program = next;
        return reconciler.execute(plan, ++revision);
    }
}
