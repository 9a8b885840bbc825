package dev.weir.console;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.readback.KernelReader;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /nodes/{node}/pods/{namespace}/{pod}}: what the node's kernel enforces for the pod, read when the page is asked for. */
@Controller
final class PodInKernelPageController {
    private final KernelReader kernels;
    private final Texts texts;

    PodInKernelPageController(KernelReader kernels, Texts texts) {
        this.kernels = kernels;
        this.texts = texts;
    }

    @GetMapping("/nodes/{node}/pods/{namespace}/{pod}")
    String page(@PathVariable String node, @PathVariable String namespace, @PathVariable String pod, Model model) {
        PodRef ref = new PodRef(namespace, pod);
        model.addAttribute("view", PodInKernelView.of(node, ref, kernels.read(new NodeName(node), ref), texts));
        return "nodes/pod";
    }
}
