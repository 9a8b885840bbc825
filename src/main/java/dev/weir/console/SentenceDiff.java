package dev.weir.console;

import dev.weir.audit.AuditEntry;
import dev.weir.audit.Subject.Kind;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.console.Parts.Mark;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.ObjectDocument;
import dev.weir.words.PolicyWords;
import dev.weir.words.PolicyWords.WordsView;
import dev.weir.words.WordLines.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a policy says before and after a change, in sentences: those that went, then all that hold since, with the new ones marked. */
@Component
final class SentenceDiff {
    private final PolicyWords words;
    private final ClusterView cluster;
    private final Texts texts;

    SentenceDiff(PolicyWords words, ClusterView cluster, Texts texts) {
        this.words = words;
        this.cluster = cluster;
        this.texts = texts;
    }

    /** Empty for what is no policy. */
    List<Mark> of(AuditEntry entry) {
        if (entry.subject().kind() != Kind.NETWORK_POLICY) {
            return List.of();
        }
        Set<String> before = sentences(entry.before());
        Set<String> after = sentences(entry.after());
        List<Mark> marks = new ArrayList<>();
        before.stream()
                .filter(sentence -> !after.contains(sentence))
                .forEach(sentence -> marks.add(new Mark("bad", "dash", texts.of("history.words.no-more", sentence))));
        after.forEach(sentence -> marks.add(
                before.contains(sentence)
                        ? new Mark("quiet", "check", texts.of("history.words.still", sentence))
                        : new Mark("good", "plus", texts.of("history.words.now", sentence))));
        return marks;
    }

    private Set<String> sentences(String yaml) {
        Set<String> sentences = new LinkedHashSet<>();
        if (!yaml.isEmpty()) {
            try {
                NetworkPolicy policy =
                        PolicyDraft.read(ObjectDocument.parse(yaml).object());
                WordsView view = words.explain(policy, cluster.current());
                sentences.add(view.subject().text());
                view.sentences().stream().map(Sentence::text).forEach(sentences::add);
            } catch (DocumentSyntaxException | IllegalArgumentException unreadable) {
                sentences.add(texts.of("history.words.unreadable"));
            }
        }
        return sentences;
    }
}
