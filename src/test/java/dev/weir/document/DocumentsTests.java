package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DocumentsTests {
    @Test
    void everyDocumentHasItsPlaceInTheWholeText() {
        List<ObjectDocument> documents =
                Documents.parse("# a file\n---\nname: a\n---\n# nothing\n---\nname: b\nspec:\n  x: 1\n--- {name: c}\n");
        assertThat(documents)
                .extracting(document -> document.object().get("name"))
                .containsExactly("a", "b", "c");
        assertThat(Objects.requireNonNull(documents.get(1).position("spec.x")).line())
                .isEqualTo(9);
        assertThat(Objects.requireNonNull(documents.get(2).position("name")).line())
                .isEqualTo(10);
    }

    @Test
    void aFaultIsShownAtItsLineOfTheWholeText() {
        DocumentSyntaxException wrong = catchThrowableOfType(
                DocumentSyntaxException.class, () -> Documents.parse("name: a\n---\nname: b\n  broken: [\n"));
        assertThat(wrong.position().line()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aTextWithoutAnythingHasNoDocuments() {
        assertThat(Documents.parse("\n# only a comment\n---\n")).isEmpty();
    }

    @Test
    void jsonIsADocumentToo() {
        assertThat(Documents.parse("{\"name\":\t\"a\"}")).hasSize(1);
    }
}
