package dev.weir.console;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditEntry.Version;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Link;
import dev.weir.document.PolicyText;
import dev.weir.draft.Draft;
import dev.weir.draft.Drafts;
import dev.weir.visible.VisibleAudit;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Brings an old version of a policy back into the editor, as a draft over what is there now. Nothing is written: what it would change is looked
 * at and saved there, as with every other edit.
 */
@Controller
final class RestoreController {
    private final VisibleAudit audit;
    private final KubernetesObjects objects;
    private final Drafts drafts;
    private final CurrentAccess reader;
    private final Texts texts;

    RestoreController(VisibleAudit audit, KubernetesObjects objects, Drafts drafts, CurrentAccess reader, Texts texts) {
        this.audit = audit;
        this.objects = objects;
        this.drafts = drafts;
        this.reader = reader;
        this.texts = texts;
    }

    /** @param version {@code before} or {@code after} the change */
    @PostMapping("/history/{id}/restore")
    String restore(
            @PathVariable String id,
            @RequestParam(defaultValue = "before") String version,
            Principal writer,
            RedirectAttributes redirect) {
        AuditEntry entry = audit.find(HistoryAddress.number(id))
                .map(VisibleAudit.Seen::entry)
                .filter(found -> found.subject().kind() == Kind.NETWORK_POLICY)
                .orElseThrow(() -> new NotThere("change " + id));
        String text = entry.text(version.equals("after") ? Version.AFTER : Version.BEFORE)
                .orElseThrow(() -> new NotThere("version of change " + id));
        PolicyRef policy =
                new PolicyRef(entry.subject().namespace(), entry.subject().name());
        reader.get().demand(Role.EDITOR, policy.namespace());
        return opened(entry, over(policy, text, writer.getName()), redirect);
    }

    /** The old text as a draft; based on what is there now, if anything is. */
    private Draft over(PolicyRef policy, String text, String writer) {
        Optional<Map<String, Object>> current = current(policy);
        return new Draft(
                writer,
                policy.namespace() + "/" + (current.isPresent() ? policy.name() : ""),
                current.map(PolicyText::version).orElse(""),
                current.map(PolicyText::of).orElse(""),
                text,
                texts.now());
    }

    private Optional<Map<String, Object>> current(PolicyRef policy) {
        try {
            return Optional.of(objects.get(ObjectRef.policy(policy)));
        } catch (KubernetesException.NotFound gone) {
            return Optional.empty();
        }
    }

    private String opened(AuditEntry entry, Draft draft, RedirectAttributes redirect) {
        PolicyRef policy =
                new PolicyRef(entry.subject().namespace(), entry.subject().name());
        String editor =
                draft.version().isEmpty() ? PolicyAddress.create(policy.namespace()) : PolicyAddress.edit(policy);
        if (isInTheWay(draft)) {
            redirect.addFlashAttribute(
                    "flash",
                    Banner.warning(
                            texts.of("history.restore.draft"),
                            texts.of("history.restore.draft.text"),
                            new Link(editor, texts.of("history.restore.draft.link"))));
            return "redirect:" + HistoryAddress.entry(entry.id());
        }
        Optional<Draft> kept =
                drafts.keep(draft.owner(), draft.subject(), draft.version(), draft.original(), draft.text());
        if (kept.isEmpty()) {
            redirect.addFlashAttribute(
                    "flash", Banner.error(texts.of("history.restore.long"), texts.of("history.restore.long.text")));
            return "redirect:" + HistoryAddress.entry(entry.id());
        }
        redirect.addFlashAttribute("flash", Banner.success(texts.of("history.restore.opened", policy)));
        return "redirect:" + editor;
    }

    /** What somebody is writing is not thrown away for it. */
    private boolean isInTheWay(Draft draft) {
        return drafts.find(draft.owner(), draft.subject())
                .filter(other -> !other.text().equals(draft.text()))
                .filter(other -> !other.text().equals(draft.original()))
                .isPresent();
    }
}
