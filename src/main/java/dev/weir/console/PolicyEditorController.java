package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.EditorView.Check;
import dev.weir.console.EditorView.Conflict;
import dev.weir.console.Parts.Banner;
import dev.weir.console.PolicyCheck.Draft;
import dev.weir.console.PolicyCheck.Reading;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The editor: {@code …/policies/new} and {@code …/policies/{name}/edit}. What was typed is in every answer, whatever went wrong. */
@Controller
final class PolicyEditorController {
    private static final String NEW = "/ns/{namespace}/policies/new";
    private static final String EDIT = "/ns/{namespace}/policies/{name}/edit";

    /** Stands for the version of a policy that was deleted while it was edited: saving creates it again. */
    private static final String DELETED = "deleted";

    private final ClusterView cluster;
    private final KubernetesObjects objects;
    private final PolicyCheck check;
    private final PolicyTemplates templates;
    private final Texts texts;

    PolicyEditorController(
            ClusterView cluster, KubernetesObjects objects, PolicyCheck check, PolicyTemplates templates, Texts texts) {
        this.cluster = cluster;
        this.objects = objects;
        this.check = check;
        this.templates = templates;
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

    @GetMapping(NEW)
    String create(@PathVariable String namespace, @RequestParam(defaultValue = "") String template, Model model) {
        if (cluster.current().namespace(namespace) == null) {
            throw new NotThere("namespace " + namespace);
        }
        String chosen = templates.known(template);
        Draft draft = new Draft(namespace, "", templates.text(chosen, namespace));
        model.addAttribute("view", view(draft, "", chosen, check.check(draft), null));
        return "policies/editor";
    }

    @GetMapping(EDIT)
    String edit(@PathVariable String namespace, @PathVariable String name, Model model) {
        Map<String, Object> object = objects.get(ObjectRef.policy(new PolicyRef(namespace, name)));
        Draft draft = new Draft(namespace, name, PolicyText.of(object));
        model.addAttribute("view", view(draft, PolicyText.version(object), "", check.check(draft), null));
        return "policies/editor";
    }

    /** As one types: the right-hand side only. */
    @PostMapping(
            path = {NEW, EDIT},
            headers = "HX-Request")
    String checkAsTyped(
            @PathVariable String namespace,
            @PathVariable(required = false) @Nullable String name,
            @RequestParam String yaml,
            Model model) {
        Draft draft = draft(namespace, name, yaml);
        model.addAttribute("view", view(draft, "", "", check.check(draft), null));
        return "policies/editor :: check";
    }

    @PostMapping(
            path = {NEW, EDIT},
            params = "check")
    ModelAndView check(
            @PathVariable String namespace,
            @PathVariable(required = false) @Nullable String name,
            @RequestParam String yaml,
            @RequestParam(defaultValue = "") String version) {
        Draft draft = draft(namespace, name, yaml);
        Check result = check.check(draft);
        return page(
                view(draft, version, "", result, null),
                result.isValid() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @PostMapping({NEW, EDIT})
    ModelAndView save(
            @PathVariable String namespace,
            @PathVariable(required = false) @Nullable String name,
            @RequestParam String yaml,
            @RequestParam(defaultValue = "") String version,
            RedirectAttributes redirect) {
        Draft draft = draft(namespace, name, yaml);
        return switch (check.read(draft)) {
            case Reading.Unreadable unreadable -> refused(draft, version, check.failed(unreadable.findings()));
            case Reading.Readable readable -> write(draft, version, readable, redirect);
        };
    }

    private ModelAndView write(Draft draft, String version, Reading.Readable readable, RedirectAttributes redirect) {
        ObjectRef ref = ObjectRef.policy(readable.ref());
        boolean create = draft.isNew() || version.equals(DELETED);
        try {
            Map<String, Object> stored = create
                    ? objects.create(ref, PolicyText.atVersion(readable.object(), ""), WriteOptions.DEFAULT)
                    : objects.replace(ref, PolicyText.atVersion(readable.object(), version), WriteOptions.DEFAULT);
            NetworkPolicy policy = PolicyDraft.read(stored);
            Settling.await(cluster, snapshot -> policy.equals(snapshot.policy(readable.ref())));
            String key = create ? "policy.created" : "policy.saved";
            redirect.addFlashAttribute("flash", Banner.success(texts.of(key, readable.ref())));
            return new ModelAndView("redirect:" + PolicyAddress.detail(readable.ref()));
        } catch (KubernetesException.Conflict conflict) {
            return conflict(draft, objects.get(ref));
        } catch (KubernetesException.NotFound gone) {
            return deleted(draft);
        } catch (KubernetesException refused) {
            return refused(draft, version, check.failed(check.refused(refused, readable)));
        }
    }

    private ModelAndView refused(Draft draft, String version, Check findings) {
        return page(view(draft, version, "", findings, null), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Theirs beside yours; saving again writes yours over theirs, because now you have seen it. */
    private ModelAndView conflict(Draft draft, Map<String, Object> theirs) {
        String text = PolicyText.of(theirs);
        Conflict conflict = new Conflict(
                texts.of("conflict.title"),
                texts.of("conflict.text"),
                LineDiff.of(text, draft.yaml(), "added"),
                LineDiff.of(draft.yaml(), text, "removed"));
        return page(view(draft, PolicyText.version(theirs), "", check.check(draft), conflict), HttpStatus.CONFLICT);
    }

    private ModelAndView deleted(Draft draft) {
        Conflict conflict =
                new Conflict(texts.of("conflict.deleted"), texts.of("conflict.deleted.text"), List.of(), List.of());
        Check asNew = check.check(new Draft(draft.namespace(), "", draft.yaml()));
        return page(view(draft, DELETED, "", asNew, conflict), HttpStatus.CONFLICT);
    }

    private static ModelAndView page(EditorView view, HttpStatus status) {
        return new ModelAndView("policies/editor", Map.of("view", view), status);
    }

    /** Browsers send line ends as CR LF. */
    private static Draft draft(String namespace, @Nullable String name, String yaml) {
        return new Draft(namespace, name == null ? "" : name, yaml.replace("\r\n", "\n"));
    }

    private EditorView view(Draft draft, String version, String template, Check result, @Nullable Conflict conflict) {
        PolicyRef ref = new PolicyRef(draft.namespace(), draft.name());
        return new EditorView(
                draft.namespace(),
                draft.name(),
                draft.isNew() ? texts.of("editor.new", draft.namespace()) : texts.of("editor.edit", draft.name()),
                draft.isNew() ? PolicyAddress.create(draft.namespace()) : PolicyAddress.edit(ref),
                draft.isNew() ? PolicyAddress.namespace(draft.namespace()) : PolicyAddress.detail(ref),
                version,
                draft.yaml(),
                draft.isNew() ? templates.all(draft.namespace(), template) : List.of(),
                result,
                conflict);
    }
}
