package dev.weir.rest;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PodRef;
import dev.weir.readback.KernelReader;
import dev.weir.readback.PodInKernel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a node's kernel has for a pod. Like everything of nodes it is for who may see every namespace. */
@RestController
@Tag(name = "Nodes")
final class PodInKernelController {
    private final KernelReader kernels;

    PodInKernelController(KernelReader kernels) {
        this.kernels = kernels;
    }

    @GetMapping("/api/v1/nodes/{node}/pods/{namespace}/{pod}/policy")
    @Operation(
            summary = "What the kernel enforces for a pod, and whether it is what the policies say",
            description =
                    "The node's daemon reads it from the BPF maps when it is asked. 404: the node enforces no such pod; 409: its daemon is"
                            + " too old; 503: its daemon is away; 504: it did not answer within 5 s.")
    PodInKernel get(@PathVariable String node, @PathVariable String namespace, @PathVariable String pod) {
        return kernels.read(new NodeName(node), new PodRef(namespace, pod));
    }
}
