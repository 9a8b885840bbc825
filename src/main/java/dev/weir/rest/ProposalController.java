package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordReader;
import dev.weir.proposal.Proposal;
import dev.weir.proposal.Proposals;
import dev.weir.rest.EndAnswer.PairAnswer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** From a denied connection to the rule that would admit it. */
@RestController
@Tag(name = "What if")
final class ProposalController {
    private static final int MOST_PAIRS = 500;

    private final RecordReader store;
    private final Proposals proposals;
    private final KubernetesObjects objects;

    ProposalController(RecordReader store, Proposals proposals, KubernetesObjects objects) {
        this.store = store;
        this.proposals = proposals;
        this.objects = objects;
    }

    /**
     * What would admit the connection of a record.
     *
     * @param alsoAdmits everything else that could be opened then and cannot now
     * @param moreAlsoAdmits how many of these are not listed
     * @param takes what could not be opened any more
     */
    record ProposalAnswer(
            @Schema(allowableValues = {"proposed", "already-allowed", "impossible"})
            String status,

            @Schema(
                    example =
                            "Add a rule to shop/cart-in: from pods app=web on TCP 6379. Nothing else is admitted by that.")
            String sentence,

            List<EditAnswer> edits,
            List<PairAnswer> alsoAdmits,
            long moreAlsoAdmits,
            List<PairAnswer> takes) {}

    /**
     * One policy with something more in it.
     *
     * @param parts one, or one for each direction when the same policy isolates both ends
     * @param object to be applied as it is; an existing policy has its resource version
     */
    record EditAnswer(
            String namespace, String name, boolean isNew, List<PartAnswer> parts, Map<String, Object> object) {}

    /** What is added to one direction. */
    record PartAnswer(
            @Schema(allowableValues = {"ingress", "egress"}) String direction,

            @Schema(allowableValues = {"port", "peer", "rule", "policy"})
            String adds,

            @Schema(example = "Add a rule to shop/cart-in: from pods app=web on TCP 6379.")
            String sentence) {
        static PartAnswer of(Proposal.Part part) {
            return new PartAnswer(
                    part.direction().label(), part.addition().name().toLowerCase(Locale.ROOT), part.sentence());
        }
    }

    @GetMapping("/api/v1/logs/{id}/proposal")
    @Operation(
            summary = "The smallest edit that admits a denied connection, and all that it admits besides",
            description =
                    "As the cluster is now. Peers are named by the labels of their workloads. Nothing is written: send the object to the"
                            + " address of its policy, or simulate it first.")
    ProposalAnswer proposal(@PathVariable String id) {
        StoredRecord stored = store.find(id)
                .orElseThrow(() -> ProblemException.notFound("There is no record " + id + ", or not any more."));
        Proposal proposal = proposals.of(stored.record());
        return new ProposalAnswer(
                proposal.status().label(),
                proposal.sentence(),
                proposal.edits().stream().map(this::edit).toList(),
                proposal.alsoAdmits().stream()
                        .limit(MOST_PAIRS)
                        .map(PairAnswer::of)
                        .toList(),
                Math.max(0, proposal.alsoAdmits().size() - MOST_PAIRS),
                proposal.takes().stream().limit(MOST_PAIRS).map(PairAnswer::of).toList());
    }

    private EditAnswer edit(Proposal.Edit edit) {
        return new EditAnswer(
                edit.policy().namespace(),
                edit.policy().name(),
                edit.isNew(),
                edit.parts().stream().map(PartAnswer::of).toList(),
                object(edit));
    }

    private Map<String, Object> object(Proposal.Edit edit) {
        if (edit.isNew()) {
            return PolicyTree.of(edit.after());
        }
        Map<String, Object> object = new LinkedHashMap<>(objects.get(ObjectRef.policy(edit.policy())));
        object.put("spec", PolicyTree.spec(edit.after()));
        return object;
    }
}
