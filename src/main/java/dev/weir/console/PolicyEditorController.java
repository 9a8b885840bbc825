package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.EditorDesk.Worked;
import dev.weir.console.EditorPages.Stage;
import dev.weir.console.EditorSubmission.Button;
import dev.weir.console.EditorSubmission.Text;
import dev.weir.console.EditorView.Check;
import dev.weir.console.EditorView.Conflict;
import dev.weir.console.Parts.Banner;
import dev.weir.console.PolicyCheck.Reading;
import dev.weir.document.PolicyText;
import dev.weir.draft.Draft;
import dev.weir.draft.Drafts;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The editor: {@code …/policies/new} and {@code …/policies/{name}/edit}. What was typed is in every answer, whatever went wrong, and kept as a
 * draft.
 */
@Controller
final class PolicyEditorController {
    private static final String NEW = "/ns/{namespace}/policies/new";
    private static final String EDIT = "/ns/{namespace}/policies/{name}/edit";

    /** Stands for the version of a policy that was deleted while it was edited: saving creates it again. */
    private static final String DELETED = "deleted";

    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final EditorDesk desk;
    private final EditorPages pages;
    private final PolicyCheck check;
    private final PolicyTemplates templates;
    private final Drafts drafts;
    private final Texts texts;

    PolicyEditorController(
            ClusterView cluster,
            KubernetesObjects objects,
            EditorDesk desk,
            EditorPages pages,
            PolicyCheck check,
            PolicyTemplates templates,
            Drafts drafts,
            Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.desk = desk;
        this.pages = pages;
        this.check = check;
        this.templates = templates;
        this.drafts = drafts;
        this.texts = texts;
    }

    /** A policy lives in a namespace, so that is asked first. */
    @GetMapping("/policies/new")
    String chooseNamespace(@RequestParam(defaultValue = "") String ns, Model model) {
        String namespace = ns.strip();
        if (!namespace.isEmpty() && cluster.current().namespace(namespace) != null) {
            return "redirect:" + PolicyAddress.create(namespace);
        }
        model.addAttribute("unknown", namespace);
        return "policies/choose-namespace";
    }

    /** Begins with the template that is asked for; without one with what was being written, or else the first template. */
    @GetMapping(NEW)
    ModelAndView create(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "") String template,
            @RequestParam(defaultValue = "") String view,
            Principal writer) {
        if (cluster.current().namespace(namespace) == null) {
            throw new NotThere("namespace " + namespace);
        }
        Optional<Draft> draft =
                template.isEmpty() ? drafts.find(writer.getName(), subject(namespace, "")) : Optional.empty();
        String chosen = draft.isPresent() ? "" : templates.known(template);
        String yaml = draft.map(Draft::text).orElseGet(() -> templates.text(chosen, namespace));
        return page(
                stage(EditorSubmission.begun(namespace, "", new Text(yaml, "", ""), view), chosen, draft.orElse(null)),
                HttpStatus.OK);
    }

    /** With what was being written, when there is something and it says something else. */
    @GetMapping(EDIT)
    ModelAndView edit(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String view,
            Principal writer) {
        Map<String, Object> object = objects.get(ObjectRef.policy(new PolicyRef(namespace, name)));
        String text = PolicyText.of(object);
        String version = PolicyText.version(object);
        Draft draft = drafts.find(writer.getName(), subject(namespace, name))
                .filter(kept -> !kept.text().equals(text))
                .orElse(null);
        if (draft == null) {
            return page(
                    stage(EditorSubmission.begun(namespace, name, new Text(text, version, text), view), "", null),
                    HttpStatus.OK);
        }
        EditorSubmission sent = EditorSubmission.begun(
                namespace, name, new Text(draft.text(), draft.version(), draft.original()), view);
        return draft.version().equals(version) || draft.version().equals(DELETED)
                ? page(stage(sent, "", draft), HttpStatus.OK)
                : conflict(sent, draft.text(), object, draft);
    }

    private Stage stage(EditorSubmission sent, String template, @Nullable Draft draft) {
        Worked worked = Worked.as(sent.yaml());
        return new Stage(
                sent, worked, checked(sent, worked.yaml()), template, draft, draft != null, stored(sent), null);
    }

    private Check checked(EditorSubmission sent, String yaml) {
        return check.check(new PolicyCheck.Draft(sent.namespace(), sent.name(), yaml));
    }

    /** The object as the API server has it; empty for a new one, or when it is gone. */
    private Map<String, Object> stored(EditorSubmission sent) {
        if (sent.isNew()) {
            return Map.of();
        }
        try {
            return objects.get(ObjectRef.policy(new PolicyRef(sent.namespace(), sent.name())));
        } catch (KubernetesException.NotFound | KubernetesException.Unavailable away) {
            return Map.of();
        }
    }

    /** As one writes: only what changes. Whoever wrote in the form gets the form, the text and the check; in the text, the check and the form. */
    @PostMapping(
            path = {NEW, EDIT},
            headers = "HX-Request")
    String asWritten(
            @PathVariable String namespace,
            @PathVariable(required = false) @Nullable String name,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = "HX-Target", defaultValue = "") String target,
            Principal writer,
            Model model) {
        EditorSubmission sent = EditorSubmission.of(namespace, name == null ? "" : name, parameters);
        Worked worked = desk.work(sent);
        Draft draft = keep(sent, worked.yaml(), writer);
        model.addAttribute(
                "view",
                pages.page(
                        new Stage(sent, worked, checked(sent, worked.yaml()), "", draft, false, stored(sent), null)));
        return switch (target) {
            case "form-pane" -> "policies/editor :: form-written";
            case "owner-patch" -> "policies/editor :: manifest-pasted";
            default -> "policies/editor :: text-written";
        };
    }

    @PostMapping({NEW, EDIT})
    ModelAndView submit(
            @PathVariable String namespace,
            @PathVariable(required = false) @Nullable String name,
            @RequestParam MultiValueMap<String, String> parameters,
            Principal writer,
            RedirectAttributes redirect) {
        EditorSubmission sent = EditorSubmission.of(namespace, name == null ? "" : name, parameters);
        if (sent.button().isA("discard")) {
            drafts.discard(writer.getName(), subject(sent));
            return new ModelAndView("redirect:" + address(sent));
        }
        Worked worked = sent.button().isA("take")
                ? Worked.as(EditorSubmission.text(parameters, sent.button().value()))
                : desk.work(sent);
        Draft draft = keep(sent, worked.yaml(), writer);
        if (sent.button().equals(Button.SAVE) && worked.isClean()) {
            return save(sent, worked.yaml(), draft, redirect);
        }
        Check checked = checked(sent, worked.yaml());
        boolean refused = !worked.isClean() || sent.button().isA("check") && !checked.isValid();
        return page(
                new Stage(sent, worked, checked, "", draft, false, stored(sent), null),
                refused ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
    }

    private @Nullable Draft keep(EditorSubmission sent, String yaml, Principal writer) {
        return drafts.keep(writer.getName(), subject(sent), sent.version(), sent.original(), yaml)
                .orElse(null);
    }

    private static String subject(EditorSubmission sent) {
        return subject(sent.namespace(), sent.name());
    }

    private static String subject(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static String address(EditorSubmission sent) {
        String page = sent.isNew()
                ? PolicyAddress.create(sent.namespace())
                : PolicyAddress.edit(new PolicyRef(sent.namespace(), sent.name()));
        return LogsAddress.of(page, new String[] {"view", sent.view()});
    }

    private ModelAndView save(EditorSubmission sent, String yaml, @Nullable Draft draft, RedirectAttributes redirect) {
        return switch (check.read(new PolicyCheck.Draft(sent.namespace(), sent.name(), yaml))) {
            case Reading.Unreadable unreadable -> refused(sent, yaml, check.failed(unreadable.findings()), draft);
            case Reading.Readable readable -> write(sent, yaml, readable, draft, redirect);
        };
    }

    private ModelAndView write(
            EditorSubmission sent,
            String yaml,
            Reading.Readable readable,
            @Nullable Draft draft,
            RedirectAttributes redirect) {
        ObjectRef ref = ObjectRef.policy(readable.ref());
        boolean create = sent.isNew() || sent.version().equals(DELETED);
        try {
            Map<String, Object> stored = create
                    ? objects.create(ref, PolicyText.atVersion(readable.object(), ""), WriteOptions.DEFAULT)
                    : objects.replace(
                            ref, PolicyText.atVersion(readable.object(), sent.version()), WriteOptions.DEFAULT);
            NetworkPolicy policy = PolicyDraft.read(stored);
            Settling.await(cluster, snapshot -> policy.equals(snapshot.policy(readable.ref())));
            if (draft != null) {
                drafts.discard(draft.owner(), draft.subject());
            }
            String key = create ? "policy.created" : "policy.saved";
            redirect.addFlashAttribute("flash", Banner.success(texts.of(key, readable.ref())));
            return new ModelAndView("redirect:" + PolicyAddress.detail(readable.ref()));
        } catch (KubernetesException.Conflict conflict) {
            return conflict(sent, yaml, objects.get(ref), draft);
        } catch (KubernetesException.NotFound gone) {
            return deleted(sent, yaml, draft);
        } catch (KubernetesException refused) {
            return refused(sent, yaml, check.failed(check.refused(refused, readable)), draft);
        }
    }

    private ModelAndView refused(EditorSubmission sent, String yaml, Check findings, @Nullable Draft draft) {
        return page(
                new Stage(sent, Worked.as(yaml), findings, "", draft, false, stored(sent), null),
                HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Yours, theirs and both joined; the next save is based on theirs, because now you have seen it. */
    private ModelAndView conflict(
            EditorSubmission sent, String mine, Map<String, Object> theirs, @Nullable Draft draft) {
        String text = PolicyText.of(theirs);
        Conflict conflict = ConflictWords.of(sent.original(), mine, text, texts);
        String shown = conflict.merged() != null && conflict.merged().clean()
                ? conflict.merged().text()
                : mine;
        EditorSubmission based = sent.basedOn(new Text(shown, PolicyText.version(theirs), text));
        return page(
                new Stage(based, Worked.as(shown), checked(based, shown), "", draft, false, theirs, conflict),
                HttpStatus.CONFLICT);
    }

    private ModelAndView deleted(EditorSubmission sent, String yaml, @Nullable Draft draft) {
        Check asNew = check.check(new PolicyCheck.Draft(sent.namespace(), "", yaml));
        EditorSubmission based = sent.basedOn(new Text(yaml, DELETED, ""));
        return page(
                new Stage(based, Worked.as(yaml), asNew, "", draft, false, Map.of(), ConflictWords.ofDeleted(texts)),
                HttpStatus.CONFLICT);
    }

    private ModelAndView page(Stage stage, HttpStatus status) {
        return new ModelAndView("policies/editor", Map.of("view", pages.page(stage)), status);
    }
}
