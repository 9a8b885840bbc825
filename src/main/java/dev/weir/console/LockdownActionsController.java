package dev.weir.console;

import dev.weir.access.CurrentAccess;
import dev.weir.change.ChangeException;
import dev.weir.change.ChangeSet;
import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyTree;
import dev.weir.console.LockdownEdits.Held;
import dev.weir.console.Parts.Banner;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.PolicyFile;
import dev.weir.flow.store.TimeRange;
import dev.weir.recommendation.Recommendation;
import dev.weir.recommendation.Recommendation.Purpose;
import dev.weir.recommendation.Recommender;
import dev.weir.recommendation.Wish;
import dev.weir.visible.VisibleChanges;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is written on the way to a locked namespace, each time as a change set. */
@Controller
@RequestMapping("/ns/{namespace}/lockdown")
final class LockdownActionsController {
    private final VisibleChanges changes;
    private final ClusterView cluster;
    private final Recommender recommender;
    private final LockdownEdits edits;
    private final CurrentAccess reader;
    private final Texts texts;

    LockdownActionsController(
            VisibleChanges changes,
            ClusterView cluster,
            Recommender recommender,
            LockdownEdits edits,
            CurrentAccess reader,
            Texts texts) {
        this.changes = changes;
        this.cluster = cluster;
        this.recommender = recommender;
        this.edits = edits;
        this.reader = reader;
        this.texts = texts;
    }

    /** A default-deny in shadow has every connection of its pods recorded, and denies none. */
    @PostMapping("/observe")
    String observe(@PathVariable String namespace, RedirectAttributes redirect) {
        TimeRange none = new TimeRange(texts.now(), texts.now());
        List<Edit> deny = recommender.recommend(Wish.of(namespace, none)).policies().stream()
                .filter(one -> one.purpose() == Purpose.DEFAULT_DENY)
                .map(one -> Recommendation.in(PolicyMode.SHADOW, one.policy()))
                .map(policy -> new Edit(policy.ref(), PolicyTree.of(policy)))
                .toList();
        if (deny.isEmpty()) {
            redirect.addFlashAttribute("flash", Banner.success(texts.of("lockdown.observed-already")));
            return back(namespace, "observe");
        }
        return written(new Move(namespace, "observe", "observe"), deny, terms("observe", null, 0), redirect);
    }

    /** What the page showed is written; earlier recommendations that it does not contain are taken away. */
    @PostMapping("/shadow")
    String shadow(
            @PathVariable String namespace,
            @RequestParam String yaml,
            @RequestParam(required = false) @Nullable List<String> outdated,
            RedirectAttributes redirect) {
        try {
            List<Edit> all = new ArrayList<>(ChangeForm.edits(PolicyFile.read(yaml.replace("\r\n", "\n"))));
            ClusterSnapshot snapshot = cluster.current();
            WatchView.waiting(snapshot, namespace).stream()
                    .map(policy -> policy.ref())
                    .filter(policy -> outdated != null && outdated.contains(policy.name()))
                    .forEach(policy -> all.add(new Edit(policy, null)));
            return written(new Move(namespace, "shadow", "watch"), all, terms("shadow", null, 0), redirect);
        } catch (DocumentSyntaxException | ChangeException unreadable) {
            redirect.addFlashAttribute(
                    "flash", Banner.error(texts.of("lockdown.refused"), texts.of("lockdown.unreadable")));
            return back(namespace, "policies");
        }
    }

    /** How long it is tried, as a form says it. */
    record Guard(String within, String denies) {}

    @PostMapping("/promote")
    String promote(
            @PathVariable String namespace,
            @RequestParam(required = false) @Nullable List<String> seen,
            @ModelAttribute Guard guard,
            RedirectAttributes redirect) {
        ClusterSnapshot snapshot = cluster.current();
        List<Held> held = edits.held(WatchView.waiting(snapshot, namespace));
        if (!held.stream().map(Held::seen).toList().equals(seen == null ? List.of() : seen)) {
            redirect.addFlashAttribute(
                    "flash", Banner.error(texts.of("lockdown.changed"), texts.of("shadow.conflict.text")));
            return back(namespace, "promote");
        }
        List<Edit> promoted = held.stream()
                .map(one -> new Edit(one.policy(), one.promoted(snapshot.namespace(namespace))))
                .toList();
        try {
            ChangeForm form = new ChangeForm("", "", "", guard.within(), guard.denies());
            Terms asked = form.terms(reader.get().name());
            Terms terms = terms("promote", asked.confirmWithin(), asked.newDenies());
            return written(new Move(namespace, "promote", null), promoted, terms, redirect);
        } catch (ChangeException | DateTimeException | NumberFormatException unreadable) {
            redirect.addFlashAttribute(
                    "flash", Banner.error(texts.of("lockdown.refused"), texts.of("change.unreadable")));
            return back(namespace, "promote");
        }
    }

    private Terms terms(String step, @Nullable Duration within, long denies) {
        return new Terms(reader.get().name(), texts.of("lockdown.reason." + step), true, within, denies);
    }

    /** @param next the step after it; null leads to the change set, where it is confirmed */
    private record Move(
            String namespace, String step, @Nullable String next) {}

    private String written(Move move, List<Edit> all, Terms terms, RedirectAttributes redirect) {
        ChangeSet set = changes.apply(all, terms);
        if (set.state() == ChangeSet.State.FAILED) {
            redirect.addFlashAttribute("flash", Banner.error(texts.of("lockdown.refused"), failure(set)));
            return back(move.namespace(), move.step());
        }
        all.forEach(edit -> Settling.await(
                cluster, snapshot -> (snapshot.policy(edit.policy()) == null) == (edit.object() == null)));
        redirect.addFlashAttribute("flash", Banner.success(texts.of("lockdown.done." + move.step(), all.size())));
        return move.next() == null ? "redirect:" + ChangeView.address(set.id()) : back(move.namespace(), move.next());
    }

    private static String failure(ChangeSet set) {
        return set.steps().stream()
                .filter(step -> step.result() == Step.Result.FAILED)
                .map(step -> step.policy() + ": " + step.note())
                .findFirst()
                .orElse(set.ending());
    }

    private static String back(String namespace, String step) {
        return "redirect:" + LogsAddress.of(LockdownQuery.base(namespace), new String[] {"step", step});
    }
}
