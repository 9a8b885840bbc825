package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A change touches what it changes. */
class EditableTextTests {
    private static final String POLICY = """
            # The cart's policy.
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: "cart"   # quoted
              labels: {team: shop, tier: 'a'}
            spec:
              podSelector:
                matchLabels:
                  app: cart
              ingress:
              # from the web
              - from:
                - podSelector:
                    matchLabels: {app: web} # the shop's front
                ports:
                - port: 80
                - {port: 443, protocol: TCP}
              # from the admin
              - from: []
            """;
    private static final FieldPath INGRESS = FieldPath.of("spec", "ingress");

    @Test
    void aScalarKeepsItsQuotesAndItsComment() {
        assertThat(edited(new Put(FieldPath.of("metadata", "name"), "basket")))
                .isEqualTo(POLICY.replace("\"cart\"", "\"basket\""));
    }

    @Test
    void anItemIsAddedInTheStyleOfItsList() {
        assertThat(edited(new Add(INGRESS.item(0).field("ports"), Map.of("port", 8080))))
                .isEqualTo(POLICY.replace("protocol: TCP}\n", "protocol: TCP}\n    - port: 8080\n"));
        assertThat(edited(new Add(INGRESS.item(1).field("from"), Map.of("podSelector", Map.of()))))
                .isEqualTo(POLICY.replace("from: []", "from:\n    - podSelector: {}"));
    }

    @Test
    void aFieldIsAddedInTheStyleOfItsObject() {
        assertThat(edited(new Put(FieldPath.of("metadata", "labels", "x"), "y")))
                .isEqualTo(POLICY.replace("'a'}", "'a', x: y}"));
        assertThat(edited(new Put(FieldPath.of("spec", "policyTypes"), List.of("Ingress"))))
                .isEqualTo(POLICY + "  policyTypes:\n  - Ingress\n");
    }

    @Test
    void anItemIsTakenAwayWithItsLines() {
        assertThat(edited(new Remove(INGRESS.item(0).field("ports").item(0))))
                .isEqualTo(POLICY.replace("    - port: 80\n", ""));
        assertThat(edited(new Remove(INGRESS.item(1)))).isEqualTo(POLICY.replace("  - from: []\n", ""));
        assertThat(edited(new Remove(INGRESS.item(0).field("from"))))
                .contains("  - ports:\n    - port: 80\n")
                .doesNotContain("app: web");
    }

    @Test
    void theLastItemLeavesAnEmptyListBehind() {
        assertThat(edited(new Remove(INGRESS.item(0).field("from").item(0))))
                .contains("  - from: []", "    ports:\n    - port: 80\n");
    }

    @Test
    void whatIsMissingAroundAPlaceIsMade() {
        assertThat(edited(new Put(FieldPath.of("metadata", "annotations", "a.b/c"), "true")))
                .isEqualTo(POLICY.replace("tier: 'a'}\n", "tier: 'a'}\n  annotations:\n    a.b/c: 'true'\n"));
    }

    @Test
    void anchorsAreRefusedWithASentence() {
        assertThatThrownBy(() -> EditableText.parse("spec: &a {x: 1}\nother: *a\n"))
                .isInstanceOf(DocumentSyntaxException.class)
                .hasMessageContaining("Anchors and aliases");
    }

    @Test
    void aLayoutThatNobodyForesawIsStillTheRightObject() {
        String odd = "? spec\n: ? ingress\n  : - - 1\n      - 2\n    - ! x\n";
        for (TreeEdit edit : List.of(
                new Add(INGRESS, 7),
                new Remove(INGRESS.item(0).item(0)),
                new Put(FieldPath.of("spec", "a"), Map.of("b", List.of(1, 2))))) {
            EditableText text = EditableText.parse(odd);
            assertThat(text.with(edit).object()).isEqualTo(TreeEdit.applied(text.object(), edit));
        }
    }

    @Test
    void anyChangeOfAnyTextGivesTheObjectThatOneExpects() {
        for (long seed = 0; seed < 400; seed++) {
            RandomYaml random = new RandomYaml(new Random(seed));
            Map<String, Object> object = random.policy();
            EditableText text = EditableText.parse(random.write(object));
            assertThat(text.object()).as("seed %d%n%s", seed, text.text()).isEqualTo(object);
            TreeEdit edit = random.edit(object);
            assertThat(text.with(edit).object())
                    .as("seed %d, %s%n%s", seed, edit, text.text())
                    .isEqualTo(TreeEdit.applied(object, edit));
            Map<String, Object> other = random.policy();
            assertThat(text.become(other).object()).as("seed %d", seed).isEqualTo(other);
            assertThat(text.become(object).text()).isEqualTo(text.text());
        }
    }

    @Test
    void aChangeLeavesEveryCommentAndLineElsewhereAsItWas() {
        int kept = 0;
        int all = 0;
        for (long seed = 0; seed < 400; seed++) {
            RandomYaml random = new RandomYaml(new Random(seed));
            EditableText text = EditableText.parse(random.write(random.policy()));
            TreeEdit edit = random.edit(text.object());
            String after = text.with(edit).text();
            all++;
            if (changedStretch(text.text(), after) <= reach(text, edit)) {
                kept++;
            }
        }
        assertThat(kept).as("changes that stay within their place, of %d", all).isEqualTo(all);
    }

    /** How many characters of the old text are neither in front of the change nor behind it. */
    private static int changedStretch(String before, String after) {
        int shorter = Math.min(before.length(), after.length());
        int front = 0;
        while (front < shorter && before.charAt(front) == after.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < shorter - front
                && before.charAt(before.length() - 1 - back) == after.charAt(after.length() - 1 - back)) {
            back++;
        }
        return before.length() - front - back;
    }

    /** The length of the field, its name and the comment and blanks around it. */
    private static int reach(EditableText text, TreeEdit edit) {
        FieldPath path = edit.path();
        while (text.document().extent(path) == null && !path.isRoot()) {
            path = path.parent();
        }
        int lines = text.excerpt(path).length() + 2 * text.excerpt(path).split("\n", -1).length * 12;
        return lines + 60;
    }

    private static String edited(TreeEdit edit) {
        return EditableText.parse(POLICY).with(edit).text();
    }
}
