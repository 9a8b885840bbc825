package dev.weir.console;

import dev.weir.cluster.PodRef;
import dev.weir.console.Parts.Mark;
import dev.weir.readback.PodInKernel;
import dev.weir.readback.PodInKernel.Admission;
import dev.weir.readback.PodInKernel.Agreement;
import dev.weir.readback.PodInKernel.Endpoint;
import dev.weir.readback.PodInKernel.Side;
import java.util.List;
import java.util.Locale;

/**
 * What a node's kernel enforces for a pod, and whether it is what the policies say.
 *
 * @param verdict the answer in a sentence
 * @param remedy what to do; empty when all is well
 * @param notes what the answer does not cover
 */
record PodInKernelView(
        String node,
        String pod,
        String namespaceHref,
        Mark verdict,
        String remedy,
        List<DifferenceRow> differences,
        List<SideCard> sides,
        List<Endpoint> endpoints,
        List<String> notes) {

    record DifferenceRow(String map, String entry, String kernel, String expected) {}

    /** @param text what passes that no row names */
    record SideCard(String id, String title, Mark mode, String isolatedBy, String text, List<AdmissionRow> rows) {}

    record AdmissionRow(String peers, String ports, String policies) {}

    static PodInKernelView of(String node, PodRef pod, PodInKernel read, Texts texts) {
        String key = read.agreement().name().toLowerCase(Locale.ROOT);
        return new PodInKernelView(
                node,
                pod.toString(),
                PolicyAddress.namespace(pod.namespace()),
                verdict(read, texts),
                read.agreement() == Agreement.AGREES ? "" : texts.of("kernel.remedy." + key),
                read.differences().stream().map(each -> row(each, texts)).toList(),
                read.kernel().sides().stream().map(side -> card(side, texts)).toList(),
                read.kernel().endpoints(),
                notes(read, texts));
    }

    private static Mark verdict(PodInKernel read, Texts texts) {
        String revision = NodeHealth.revision(read.revision());
        return switch (read.agreement()) {
            case AGREES -> Mark.good(texts.of("kernel.agrees", revision));
            case DIFFERS ->
                Mark.bad(texts.of("kernel.differs", revision, read.differences().size() + read.moreDifferences()));
            case INCOMPLETE -> Mark.warning(texts.of("kernel.incomplete", revision));
            case UNKNOWN -> Mark.warning(texts.of("kernel.unknown"));
        };
    }

    private static DifferenceRow row(PodInKernel.Difference each, Texts texts) {
        return new DifferenceRow(
                each.map(),
                each.entry(),
                each.kernel() == null ? texts.of("kernel.no-entry") : each.kernel(),
                each.expected() == null ? texts.of("kernel.no-entry") : each.expected());
    }

    private static SideCard card(Side side, Texts texts) {
        String direction = side.direction();
        boolean inbound = direction.equals("ingress");
        Mark mode = switch (side.mode()) {
            case "ENFORCED" -> Mark.good(texts.of("isolation.isolated"));
            case "SHADOW" -> Mark.warning(texts.of("isolation.shadow." + direction));
            default -> Mark.quiet(texts.of("isolation.open." + direction));
        };
        return new SideCard(
                direction + "-" + side.subject(),
                texts.of(inbound ? "inbound" : "outbound"),
                mode,
                String.join(", ", side.isolatedBy()),
                text(side, texts),
                side.admits().stream().map(PodInKernelView::row).toList());
    }

    private static String text(Side side, Texts texts) {
        return switch (side.mode()) {
            case "ENFORCED" -> texts.of(side.admits().isEmpty() ? "kernel.admits-nothing" : "kernel.admits-only");
            case "SHADOW" -> texts.of("kernel.shadow");
            default -> texts.of("kernel.open");
        };
    }

    private static AdmissionRow row(Admission admission) {
        return new AdmissionRow(
                String.join("; ", admission.peers()),
                String.join(", ", admission.ports()),
                String.join(", ", admission.policies()));
    }

    private static List<String> notes(PodInKernel read, Texts texts) {
        PodInKernel.Identities identities = read.kernel().identities();
        String checked = texts.of(
                "kernel.identities", texts.number(identities.entries()), identities.missing(), identities.other());
        return read.kernel().leftOut() == 0
                ? List.of(checked)
                : List.of(checked, texts.of("kernel.left-out", read.kernel().leftOut()));
    }
}
