package dev.weir.console;

import dev.weir.console.EditorView.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** Policies to start from, below {@code policy-templates/}. */
@Component
final class PolicyTemplates {
    private static final List<String> NAMES = List.of(
            "default-deny-ingress",
            "default-deny-egress",
            "default-deny-all",
            "allow-dns",
            "same-namespace",
            "from-namespace",
            "from-ingress-controller",
            "to-internet",
            "to-kubernetes-api",
            "prometheus-scrape",
            "database-from-app",
            "deny-metadata-server",
            "paste");

    private final Texts texts;

    PolicyTemplates(Texts texts) {
        this.texts = texts;
    }

    /** Those that are more than an empty text. */
    List<String> withText() {
        return NAMES.stream().filter(name -> !name.equals("paste")).toList();
    }

    List<Template> all(String namespace, String current) {
        return NAMES.stream()
                .map(name -> new Template(
                        PolicyAddress.create(namespace) + "?template=" + name,
                        texts.of("template." + name),
                        texts.of("template." + name + ".text"),
                        name.equals(current)))
                .toList();
    }

    /** The text of a template for a namespace; of the first one when there is none of that name. */
    String text(String name, String namespace) {
        String known = NAMES.contains(name) ? name : NAMES.getFirst();
        if (known.equals("paste")) {
            return "";
        }
        try (InputStream in = getClass().getResourceAsStream("/policy-templates/" + known + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("no template " + known);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${namespace}", namespace);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String known(String name) {
        return NAMES.contains(name) ? name : NAMES.getFirst();
    }
}
