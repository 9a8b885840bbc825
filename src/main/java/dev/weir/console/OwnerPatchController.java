package dev.weir.console;

import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code …/policies/{name}/patch}: what the editor's form says, as a file for the repository. */
@Controller
final class OwnerPatchController {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final KubernetesObjects objects;
    private final EditorDesk desk;
    private final Texts texts;

    OwnerPatchController(KubernetesObjects objects, EditorDesk desk, Texts texts) {
        this.objects = objects;
        this.desk = desk;
        this.texts = texts;
    }

    @PostMapping("/ns/{namespace}/policies/{name}/patch")
    ResponseEntity<String> download(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam MultiValueMap<String, String> parameters) {
        Map<String, Object> stored = objects.get(ObjectRef.policy(new PolicyRef(namespace, name)));
        EditorSubmission sent = EditorSubmission.of(namespace, name, parameters);
        OwnerPatch patch = OwnerPatch.of(sent, desk.work(sent).yaml(), stored, texts);
        if (patch.isEmpty()) {
            String why = patch.wrong() == null ? texts.of("owner.patch.none") : patch.wrong();
            return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                    .contentType(TEXT)
                    .body(why + "\n");
        }
        String disposition =
                ContentDisposition.attachment().filename(patch.file()).build().toString();
        return ResponseEntity.ok()
                .contentType(TEXT)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .body(patch.text());
    }
}
