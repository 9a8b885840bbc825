package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.YamlLine;
import dev.weir.document.ObjectDocument;
import dev.weir.policy.MatchedPods;
import dev.weir.words.PolicyWords;
import dev.weir.words.PolicyWords.WordsView;
import java.util.List;

/** Policies to start from: what each would do in a namespace, and to which of its pods. */
record TemplatesView(String namespace, List<String> namespaces, List<Entry> templates) {

    /** @param id of its heading on the page */
    record Entry(
            String id,
            String title,
            String text,
            String href,
            WordsView words,
            PodsMatched selected,
            List<YamlLine> yaml) {}

    static TemplatesView of(
            String namespace, ClusterSnapshot snapshot, PolicyTemplates templates, PolicyWords words, Texts texts) {
        List<Entry> entries = templates.withText().stream()
                .map(name -> {
                    String yaml = templates.text(name, namespace);
                    ObjectDocument document = ObjectDocument.parse(yaml);
                    NetworkPolicy policy = PolicyDraft.read(document.object());
                    return new Entry(
                            "template-" + name,
                            texts.of("template." + name),
                            texts.of("template." + name + ".text"),
                            LogsAddress.of(PolicyAddress.create(namespace), new String[] {"template", name}),
                            words.explain(policy, snapshot),
                            PodsMatched.of(MatchedPods.selectedBy(policy, snapshot), texts),
                            YamlLine.of(yaml));
                })
                .toList();
        return new TemplatesView(
                namespace, snapshot.namespaces().stream().map(Namespace::name).toList(), entries);
    }
}
