package dev.weir.paste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.TimeText;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.RecordFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is pasted leads to its page; and what that page says to others leads back to it, when it is pasted. */
class PasteReaderTests {
    private static final PasteShop SHOP = new PasteShop();
    private static final PasteReader READER = new PasteReader(SHOP, SHOP.records());

    /** A line of the table. */
    private record Case(String pasted, String expected, String hubble) {
        static Case of(String line) {
            String[] parts = line.split(" ⇒ ");
            return new Case(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
        }

        @Override
        public String toString() {
            return pasted;
        }
    }

    static Stream<Case> table() {
        try (InputStream file =
                Objects.requireNonNull(PasteReaderTests.class.getResourceAsStream("/paste/anything.txt"))) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(Case::of);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void theTableHasSixtyCasesAndMore() {
        assertThat(table()).hasSizeGreaterThanOrEqualTo(60);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void leadsToItsPage(Case one) {
        Pasted pasted = READER.read(one.pasted());
        String reads = pasted.question()
                .map(query -> "? " + query.recordFilter().readsAs())
                .orElseGet(pasted::page);
        assertThat(reads).isEqualTo(one.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void whatIsSaidToOthersLeadsBack(Case one) {
        Pasted pasted = READER.read(one.pasted());
        Spoken said = Spoken.of(pasted);
        List<String> lines = Stream.of(said.gcloud(), said.hubble(), said.kubectl(), said.curl())
                .filter(Objects::nonNull)
                .toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(meaning(READER.read(line))).as(line).isEqualTo(meaning(pasted)));
        assertThat(said.hubble() != null).isEqualTo(one.hubble().equals("hubble"));
        assertThat(said.hubbleRefusal() != null).isEqualTo(one.hubble().equals("no hubble"));
        assertThat(said.gcloud() != null).isEqualTo(pasted.question().isPresent());
    }

    /** Of a question the records that it finds in the time it names, so that two ways to write it are one; of another page its address. */
    private static Object meaning(Pasted pasted) {
        return pasted.question().<Object>map(PasteReaderTests::found).orElseGet(pasted::page);
    }

    private static Set<Long> found(PastedQuery query) {
        RecordFilter filter = query.recordFilter();
        Instant to = query.to().isEmpty() ? PasteShop.NOON : TimeText.time(query.to(), PasteShop.NOON);
        Instant from = TimeText.time(query.from().isEmpty() ? "-1h" : query.from(), to);
        return SHOP.stored().stream()
                .filter(filter::matches)
                .filter(one -> !one.record().time().isBefore(from)
                        && one.record().time().isBefore(to))
                .map(StoredRecord::position)
                .collect(Collectors.toSet());
    }

    @Test
    void mostQuestionsOfTheTableFindSomethingAndNotEverything() {
        List<Integer> sizes = table().map(one -> READER.read(one.pasted()).question())
                .flatMap(query -> query.stream())
                .map(query -> found(query).size())
                .toList();
        assertThat(sizes)
                .filteredOn(size -> size > 0 && size < SHOP.stored().size())
                .hasSizeGreaterThanOrEqualTo(sizes.size() - 2);
    }

    @Test
    void aNameOfSeveralThingsIsEachOfThem() {
        Pasted pasted = READER.read("default-deny");
        assertThat(pasted).isInstanceOf(Pasted.Several.class);
        assertThat(((Pasted.Several) pasted).places())
                .extracting(Pasted::page)
                .containsExactly("/ns/payments/policies/default-deny", "/ns/shop/policies/default-deny");
        assertThat(READER.read("kubectl get netpol default-deny").page()).isEqualTo("/find?q=default-deny");
    }

    @Test
    void partOfANameFindsThingsToo() {
        Pasted pasted = READER.read("redis");
        assertThat(((Pasted.Several) pasted).places())
                .extracting(Pasted.Place::name)
                .containsExactly("shop/redis-cart", "shop/redis-cart-0");
    }

    @Test
    void aRecordOfOursLeadsToItselfWhileItIsKept() {
        String kept =
                "{\"connection\":{\"src_ip\":\"10.244.2.10\",\"dest_ip\":\"10.244.1.9\"},\"weir\":{\"id\":\"%s\"}}";
        String id = SHOP.stored().getFirst().id();
        assertThat(READER.read(kept.formatted(id)).page()).isEqualTo("/logs/" + id);
        assertThat(READER.read(kept.formatted("weir-node-9-1-1")).page()).startsWith("/logs?q=");
    }

    @Test
    void followingLeadsToTheLivePage() {
        assertThat(READER.read("kubectl logs -f -n shop rogue").page()).endsWith("&live=1");
        assertThat(READER.read("hubble observe -f").page()).isEqualTo("/logs?live=1");
    }

    /** A place elsewhere, or one that only looks like ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "https://evil.example/ns/shop",
                "https://evil.example/%2f%2fevil.example/logs",
                "http://x/\\evil.example",
                "https://evil.example/flows?next=//evil.example",
                "//evil.example/logs",
                "/%zz",
                "/\\evil.example",
                "javascript:alert(1)",
                "https://evil.example@weir.example/nodes",
            })
    void nothingThatIsPastedLeadsToAnotherServer(String pasted) {
        String page = page(pasted);
        if (page != null) {
            assertThat(page).matches("/(?![/\\\\]).*|/");
        }
    }

    private static @Nullable String page(String pasted) {
        try {
            return READER.read(pasted).page();
        } catch (FilterSyntaxException refused) {
            assertThat(refused.remedy()).isNotBlank();
            return null;
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kubectl top pods                    | 9  | Understood are get, describe",
                "kubectl get configmaps              | 13 | Understood are get, describe",
                "kubectl get netpol nope -n shop     | 20 | There is no NetworkPolicy nope in shop",
                "kubectl get ns nope                 | 16 | There is no namespace nope",
                "kubectl get netpol Not_A_Name       | 20 | is not a name",
                "kubectl create ns x                 | 9  | without -f",
                "kubectl get netpol web-in -n        | 27 | Write the value",
                "https://weir.example/nope/nope      | 1  | There is no such page here",
                "/api/v1/nope                        | 1  | There is no such page here",
                "curl https://weir.example/api/v9/x  | 1  | /api/v1/logs",
                "{\"connection\":{\"src_ip\":\"nobody\"}} | 26 | not an IP address",
                "{\"a\":1}                             | 1  | no connection",
                "{\"connection\":                      | 1  | not the JSON of one record",
                "[{\"a\":1},{\"a\":2}]                 | 1  | 2 records",
                "{\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"new\",\"namespace\":\"shop\"}} | 1 | paste it at /changes/new",
                "somebody -> 10.0.0.1                | 1  | neither an address nor a pod",
                "10.0.0.7:99999                      | 1  | field",
            })
    void whatCannotBeReadIsRefusedWithWhatWouldBeRight(String pasted, int column, String reason) {
        assertThatThrownBy(() -> READER.read(pasted)).isInstanceOfSatisfying(FilterSyntaxException.class, wrong -> {
            assertThat(wrong.getMessage()).contains(reason);
            if (!reason.startsWith("not the JSON")) {
                assertThat(wrong.column()).as(wrong.getMessage()).isEqualTo(column);
            }
        });
    }

    @Test
    void moreThanAFilterMayHaveIsNotRead() {
        assertThatThrownBy(() -> READER.read("{" + " ".repeat(RecordFilter.MAX_LENGTH) + "}"))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("At most");
        assertThatThrownBy(() -> READER.read("[".repeat(2_000) + "{" + "]".repeat(2_000)))
                .isInstanceOf(FilterSyntaxException.class);
    }
}
