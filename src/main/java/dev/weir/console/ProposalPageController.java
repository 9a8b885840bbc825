package dev.weir.console;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.Rule;
import dev.weir.console.Parts.YamlLine;
import dev.weir.console.WhatIfView.PairRow;
import dev.weir.document.PolicyText;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordReader;
import dev.weir.net.Direction;
import dev.weir.proposal.Proposal;
import dev.weir.proposal.Proposals;
import dev.weir.reach.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** {@code /logs/{id}/proposal}: the rule that would admit a denied connection, what it admits besides, and the way to the editor with it. */
@Controller
final class ProposalPageController {
    private static final int MOST_PAIRS = 200;

    private final RecordReader records;
    private final Proposals proposals;
    private final KubernetesObjects objects;
    private final Texts texts;

    ProposalPageController(RecordReader records, Proposals proposals, KubernetesObjects objects, Texts texts) {
        this.records = records;
        this.proposals = proposals;
        this.objects = objects;
        this.texts = texts;
    }

    /** @param more how many of the pairs are not listed; empty when all are */
    record ProposalView(
            String recordHref,
            String recordTime,
            String sentence,
            boolean proposed,
            List<EditRow> edits,
            List<PairRow> alsoAdmits,
            String more,
            List<PairRow> takes) {}

    /**
     * One policy that is changed or made.
     *
     * @param action where the editor takes a text
     * @param version on which the text is based; empty for a new one
     */
    record EditRow(String title, String sentence, List<YamlLine> lines, String action, String yaml, String version) {}

    @GetMapping("/logs/{id}/proposal")
    ModelAndView page(@PathVariable String id) {
        StoredRecord stored = records.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Proposal proposal = proposals.of(stored.record());
        int more = Math.max(0, proposal.alsoAdmits().size() - MOST_PAIRS);
        return new ModelAndView("logs/proposal")
                .addObject(
                        "view",
                        new ProposalView(
                                "/logs/" + stored.id(),
                                texts.dayAndTime(stored.record().time()),
                                proposal.sentence(),
                                proposal.status() == Proposal.Status.PROPOSED,
                                proposal.edits().stream().map(this::row).toList(),
                                rows(proposal.alsoAdmits()),
                                more == 0 ? "" : texts.of("whatif.more", more),
                                rows(proposal.takes())));
    }

    private static List<PairRow> rows(List<Pair> pairs) {
        return pairs.stream().limit(MOST_PAIRS).map(PairRow::of).toList();
    }

    /** As it is written, but for the rules that differ: what nobody changes keeps its order, and is no difference. */
    private static Map<String, Object> spec(Map<String, Object> before, Proposal.Edit edit) {
        Map<String, Object> changed = PolicyTree.spec(edit.after());
        NetworkPolicy former = edit.before();
        if (former == null || !(before.get("spec") instanceof Map<?, ?> written)) {
            return changed;
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        written.forEach((name, value) -> spec.put(String.valueOf(name), value));
        for (Direction direction : Direction.values()) {
            List<Rule> old = former.rules(direction);
            List<Rule> rules = edit.after().rules(direction);
            if (!rules.equals(old)) {
                spec.put(
                        direction.label(),
                        rules(old, rules, written.get(direction.label()), changed.get(direction.label())));
            }
        }
        return spec;
    }

    private static List<?> rules(List<Rule> old, List<Rule> rules, @Nullable Object written, @Nullable Object changed) {
        List<?> before = written instanceof List<?> list ? list : List.of();
        List<Object> result = new ArrayList<>(changed instanceof List<?> list ? list : List.of());
        for (int i = 0; i < Math.min(before.size(), result.size()); i++) {
            result.set(i, rule(old.get(i), rules.get(i), (Map<?, ?>) before.get(i), (Map<?, ?>) result.get(i)));
        }
        return result;
    }

    private static Map<String, Object> rule(Rule old, Rule now, Map<?, ?> written, Map<?, ?> changed) {
        Map<String, Object> rule = new LinkedHashMap<>();
        written.forEach((name, value) -> rule.put(String.valueOf(name), value));
        changed.forEach((name, value) -> {
            boolean same = name.equals("ports")
                    ? old.ports().equals(now.ports())
                    : old.peers().equals(now.peers());
            if (!same) {
                rule.put(String.valueOf(name), value);
            }
        });
        return rule;
    }

    private EditRow row(Proposal.Edit edit) {
        if (edit.isNew()) {
            String yaml = PolicyText.of(PolicyTree.of(edit.after()));
            return new EditRow(
                    texts.of("proposal.new", edit.policy()),
                    edit.sentence(),
                    YamlLine.of(yaml),
                    PolicyAddress.create(edit.policy().namespace()),
                    yaml,
                    "");
        }
        Map<String, Object> before = objects.get(ObjectRef.policy(edit.policy()));
        Map<String, Object> after = new LinkedHashMap<>(before);
        after.put("spec", spec(before, edit));
        String yaml = PolicyText.of(after);
        return new EditRow(
                texts.of("proposal.changed", edit.policy()),
                edit.sentence(),
                LineDiff.of(yaml, PolicyText.of(before), "added"),
                PolicyAddress.edit(edit.policy()),
                yaml,
                PolicyText.version(before));
    }
}
