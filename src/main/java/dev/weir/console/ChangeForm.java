package dev.weir.console;

import dev.weir.change.Edit;
import dev.weir.change.Step;
import dev.weir.change.Terms;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.EditorView.FindingView;
import dev.weir.console.Parts.Mark;
import dev.weir.document.Finding;
import dev.weir.document.ManifestChange;
import dev.weir.document.ObjectDocument;
import dev.weir.document.PolicyFile;
import dev.weir.document.PolicyFile.Entry;
import dev.weir.document.PolicyText;
import dev.weir.document.Position;
import dev.weir.flow.TimeText;
import dev.weir.visible.VisibleChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a change set as somebody filled it in. */
record ChangeForm(String yaml, String reason, String mode, String within, String denies) {
    ChangeForm {
        yaml = orEmpty(yaml);
        reason = orEmpty(reason);
        mode = orEmpty(mode);
        within = orEmpty(within);
        denies = orEmpty(denies);
    }

    /** A form may come without a field. */
    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    static final ChangeForm EMPTY = new ChangeForm("", "", "atomic", "10m", "5");

    /** What is asked for; throws {@link dev.weir.change.ChangeException} or {@link java.time.DateTimeException} for what makes no sense. */
    Terms terms(String author) {
        boolean guarded = !within.isBlank();
        return new Terms(
                author,
                reason.strip(),
                !mode.equals("bestEffort"),
                guarded ? TimeText.length(within.strip()) : null,
                guarded && !denies.isBlank() ? Long.parseLong(denies.strip()) : 0);
    }

    /**
     * The form with what is known of its policies.
     *
     * @param rows empty until it was checked
     * @param mark what the check came to; null until then
     * @param panel what they would change together; null until all of them are valid
     */
    record View(
            ChangeForm form,
            List<Row> rows,
            List<FindingView> findings,
            @Nullable Mark mark,
            @Nullable WhatIfView panel,
            int most) {
        View with(WhatIfView whatIf) {
            return new View(form, rows, findings, mark, whatIf, most);
        }
    }

    /** One policy of the file. */
    record Row(
            String line,
            String policy,
            @Nullable String href,
            Mark result,
            String note,
            @Nullable Owned owned) {}

    /** Who would undo it, and what to give them instead; the id is that of the patch in the page. */
    record Owned(String warning, String id, OwnerPatch patch) {}

    static View view(ChangeForm form) {
        return new View(form, List.of(), List.of(), null, null, VisibleChanges.MOST_POLICIES);
    }

    View withFindings(List<FindingView> findings, Texts texts) {
        return new View(
                this,
                List.of(),
                findings,
                Mark.bad(texts.of("check.failed", findings.size())),
                null,
                VisibleChanges.MOST_POLICIES);
    }

    View with(List<Step> steps, PolicyFile file, Texts texts) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Entry entry = i < file.entries().size() ? file.entries().get(i) : null;
            rows.add(row(steps.get(i), entry, owned(steps.get(i), i, texts), texts));
        }
        List<FindingView> findings = findings(steps, file, texts);
        Mark mark = findings.isEmpty()
                ? Mark.good(texts.of("change.valid", steps.size()))
                : Mark.bad(texts.of("check.failed", findings.size()));
        return new View(this, rows, findings, mark, null, VisibleChanges.MOST_POLICIES);
    }

    private static @Nullable Owned owned(Step step, int index, Texts texts) {
        Map<String, Object> before = step.before();
        Map<String, Object> after = step.after();
        if (before == null || after == null || step.result() == Step.Result.FAILED) {
            return null;
        }
        return GitOpsOwner.of(before)
                .map(owner -> new Owned(
                        owner.sentence(texts),
                        "patch-" + (index + 1),
                        OwnerPatch.merge(step.policy().name(), change(before, after), before, texts)))
                .filter(owned -> !owned.patch().isEmpty())
                .orElse(null);
    }

    /** Of what people write. Labels and annotations that the file does not name stay: those by which the owner knows the policy are among them. */
    private static ManifestChange change(Map<String, Object> before, Map<String, Object> after) {
        Map<String, Object> metadata = PolicyDraft.map(before.get("metadata"));
        for (String kept : List.of("labels", "annotations")) {
            Map<String, Object> words = PolicyDraft.map(metadata.get(kept));
            words.putAll(PolicyDraft.map(PolicyDraft.map(after.get("metadata")).get(kept)));
            if (!words.isEmpty()) {
                metadata.put(kept, words);
            }
        }
        Map<String, Object> wanted = new LinkedHashMap<>(after);
        wanted.put("metadata", metadata);
        return new ManifestChange(people(before), people(wanted));
    }

    private static Map<String, Object> people(Map<String, Object> object) {
        return ObjectDocument.parse(PolicyText.of(object)).object();
    }

    private static Row row(Step step, @Nullable Entry entry, @Nullable Owned owned, Texts texts) {
        return new Row(
                entry == null ? "" : Integer.toString(entry.line()),
                step.policy().toString(),
                step.before() == null ? null : PolicyAddress.detail(step.policy()),
                ChangeWords.result(step, texts),
                step.note(),
                owned);
    }

    private static List<FindingView> findings(List<Step> steps, PolicyFile file, Texts texts) {
        List<FindingView> findings = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.result() == Step.Result.FAILED) {
                Position position = i < file.entries().size()
                        ? file.entries().get(i).origin().position(step.field())
                        : null;
                findings.add(finding(
                        new Finding(step.field(), step.policy() + ": " + step.note(), "invalid-object", position),
                        texts));
            }
        }
        return findings;
    }

    static FindingView finding(Finding finding, Texts texts) {
        return FindingView.of(finding, texts);
    }

    static List<Edit> edits(PolicyFile file) {
        List<Edit> edits = new ArrayList<>();
        for (Entry entry : file.entries()) {
            PolicyRef policy = entry.policy();
            if (policy != null) {
                edits.add(new Edit(policy, entry.object()));
            }
        }
        return edits;
    }
}
