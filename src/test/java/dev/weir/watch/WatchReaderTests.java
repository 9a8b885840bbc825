package dev.weir.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weir.access.Namespaces;
import dev.weir.watch.WatchReader.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchReaderTests {
    private static final Interest POLICIES = new Interest(Set.of(Topic.POLICIES), Namespaces.ALL);
    private static final Interest SHOP = new Interest(Set.of(Topic.POLICIES), Namespaces.of(List.of("shop")));
    private static final Interest CART = new Interest(Set.of(Topic.POLICIES), Namespaces.of(List.of("cart")));
    private static final Interest SUMMARY = new Interest(Set.of(Topic.SUMMARY), Namespaces.ALL);
    private static final Duration LONG = Duration.ofSeconds(50);

    private final WatchBook book = new WatchBook();

    private void write(String namespace, String name, String text) {
        book.wrote(Topic.POLICIES, namespace, name, text);
    }

    private void remove(String namespace, String name) {
        book.removed(Topic.POLICIES, namespace, name);
    }

    private static List<String> words(List<Told> told) {
        return told.stream()
                .map(Told::news)
                .map(news -> news.type() + " " + news.namespace() + "/" + news.name() + " " + news.json())
                .toList();
    }

    private static String last(List<Told> told) {
        return Objects.requireNonNull(told.getLast().resourceVersion());
    }

    @Test
    void thePresentStateComesFirstAndThenWhatHappens() {
        write("shop", "web", "1");
        write("shop", "web", "2");
        write("cart", "in", "1");
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        assertThat(words(reader.read(POLICIES))).containsExactly("ADDED cart/in 1", "ADDED shop/web 2");
        write("shop", "web", "3");
        remove("cart", "in");
        write("cart", "in", "4");
        assertThat(words(reader.read(POLICIES)))
                .containsExactly("MODIFIED shop/web 3", "DELETED cart/in 1", "ADDED cart/in 4");
        assertThat(reader.read(POLICIES)).isEmpty();
    }

    /** Whoever is interrupted in the middle of it would take a part of the state for all of it. */
    @Test
    void thePresentStateHasNoVersionToGoOnFromUntilItIsComplete() {
        write("shop", "web", "1");
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        assertThat(reader.read(POLICIES)).extracting(Told::resourceVersion).containsOnlyNulls();
        write("shop", "web", "2");
        assertThat(words(WatchReader.after(book, POLICIES, reader.resourceVersion())
                        .read(POLICIES)))
                .containsExactly("MODIFIED shop/web 2");
    }

    @Test
    void whatIsAsItWasIsNoNews() {
        write("shop", "web", "1");
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        reader.read(POLICIES);
        write("shop", "web", "1");
        remove("shop", "nothing");
        assertThat(reader.read(POLICIES)).isEmpty();
    }

    /** A reader that loses its connection after any news has in the end what is there, and was told everything once. */
    @Test
    void readersGoOnAfterAnyNewsWithoutLossOrRepetition() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> copy = new TreeMap<>();
        List<Long> versions = new ArrayList<>();
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        reader.read(POLICIES);
        String at = reader.resourceVersion();
        for (int turn = 0; turn < 300; turn++) {
            for (int i = random.nextInt(8); i > 0; i--) {
                change(random);
            }
            List<Told> told = WatchReader.after(book, POLICIES, at).read(POLICIES);
            List<Told> taken = told.subList(0, told.isEmpty() ? 0 : random.nextInt(told.size() + 1));
            taken.forEach(one -> apply(one.news(), copy));
            taken.forEach(one -> versions.add(one.news().version()));
            at = taken.isEmpty() ? at : last(taken);
        }
        for (Told one : WatchReader.after(book, POLICIES, at).read(POLICIES)) {
            apply(one.news(), copy);
            versions.add(one.news().version());
        }
        assertThat(words(WatchReader.ofPresent(book, POLICIES).read(POLICIES)))
                .as("seed %d", seed)
                .isEqualTo(copy.entrySet().stream()
                        .map(one -> "ADDED " + one.getKey() + " " + one.getValue())
                        .toList());
        assertThat(versions).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        assertThat(versions).as("seed %d", seed).hasSize(versions.getLast().intValue());
    }

    private void change(Random random) {
        String name = "policy-" + random.nextInt(5);
        if (random.nextInt(4) == 0) {
            remove("shop", name);
        } else {
            write("shop", name, Integer.toString(random.nextInt(3)));
        }
    }

    private static void apply(News news, Map<String, String> copy) {
        String key = news.namespace() + "/" + news.name();
        switch (news.type()) {
            case ADDED -> assertThat(copy.put(key, news.json())).isNull();
            case MODIFIED -> assertThat(copy.put(key, news.json())).isNotNull();
            case DELETED -> assertThat(copy.remove(key)).isNotNull();
        }
    }

    @Test
    void aVersionOfAnotherLifeOrOfOtherThingsIsExpired() {
        write("shop", "web", "1");
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        reader.read(POLICIES);
        String version = reader.resourceVersion();
        WatchReader.after(book, POLICIES, version);
        isExpired(new WatchBook(), POLICIES, version, "before its last start");
        isExpired(book, new Interest(Set.of(Topic.POLICIES, Topic.ALERTS), Namespaces.ALL), version, "other topics");
        isExpired(book, SHOP, version, "other namespaces");
        isExpired(book, POLICIES, "48211", "not of this server");
        isExpired(book, POLICIES, version.replace("-1-", "-2-"), "not kept");
    }

    private static void isExpired(WatchBook book, Interest interest, String version, String why) {
        assertThatExceptionOfType(WatchExpiredException.class)
                .isThrownBy(() -> WatchReader.after(book, interest, version))
                .withMessageContaining(why)
                .withMessageContaining("Watch again without a resourceVersion");
    }

    @Test
    void newsAreForgottenBeyondANumberOrALengthOfTextAndThenTheVersionIsExpired() {
        for (WatchBook small : List.of(new WatchBook(3, 1_000), new WatchBook(1_000, 15))) {
            WatchReader reader = WatchReader.ofPresent(small, POLICIES);
            reader.read(POLICIES);
            String version = reader.resourceVersion();
            for (String text : List.of("aaaaa", "bbbbb", "ccccc")) {
                small.wrote(Topic.POLICIES, "shop", "web", text);
            }
            assertThat(WatchReader.after(small, POLICIES, version).read(POLICIES))
                    .hasSize(3);
            small.wrote(Topic.POLICIES, "shop", "web", "ddddd");
            isExpired(small, POLICIES, version, "not kept");
            assertThat(words(WatchReader.ofPresent(small, POLICIES).read(POLICIES)))
                    .as("the present is never forgotten")
                    .containsExactly("ADDED shop/web ddddd");
        }
    }

    @Test
    void aReaderThatIsTooSlowIsTold() {
        WatchBook small = new WatchBook(3, 1_000);
        WatchReader reader = WatchReader.ofPresent(small, POLICIES);
        reader.read(POLICIES);
        for (int i = 0; i < 4; i++) {
            small.wrote(Topic.POLICIES, "shop", "web", Integer.toString(i));
        }
        assertThatExceptionOfType(WatchExpiredException.class)
                .isThrownBy(() -> reader.read(POLICIES))
                .withMessageContaining("so slow");
    }

    @Test
    void alertsThatChangeOftenDoNotMakePoliciesForgotten() {
        WatchBook small = new WatchBook(3, 1_000);
        WatchReader reader = WatchReader.ofPresent(small, POLICIES);
        reader.read(POLICIES);
        for (int i = 0; i < 50; i++) {
            small.wrote(Topic.ALERTS, "shop", "a", Integer.toString(i));
        }
        small.wrote(Topic.POLICIES, "shop", "web", "1");
        assertThat(words(reader.read(POLICIES))).containsExactly("ADDED shop/web 1");
    }

    @Test
    void readersOfSomeNamespacesAreToldOfNoOther() {
        Interest all = new Interest(Set.of(Topic.POLICIES, Topic.ALERTS), Namespaces.ALL);
        Interest shop = new Interest(Set.of(Topic.POLICIES, Topic.ALERTS), Namespaces.of(List.of("shop")));
        WatchReader everything = WatchReader.ofPresent(book, all);
        WatchReader some = WatchReader.ofPresent(book, shop);
        everything.read(all);
        some.read(shop);
        write("cart", "in", "1");
        write("shop", "web", "1");
        book.wrote(Topic.ALERTS, "", "node", "1");
        assertThat(everything.read(all)).hasSize(3);
        assertThat(words(some.read(shop))).containsExactly("ADDED shop/web 1");
        assertThat(words(WatchReader.ofPresent(book, shop).read(shop))).containsExactly("ADDED shop/web 1");
    }

    @Test
    void whatGoesOutOfSightIsDeletedAndWhatComesIntoItIsAdded() {
        write("shop", "web", "1");
        write("cart", "in", "1");
        WatchReader reader = WatchReader.ofPresent(book, SHOP);
        assertThat(words(reader.read(SHOP))).containsExactly("ADDED shop/web 1");
        write("shop", "web", "2");
        write("cart", "in", "2");
        List<Told> told = reader.read(CART);
        assertThat(words(told)).containsExactly("MODIFIED shop/web 2", "DELETED shop/web 2", "ADDED cart/in 2");
        isExpired(book, CART, Objects.requireNonNull(told.getFirst().resourceVersion()), "other namespaces");
        assertThat(told.getLast().resourceVersion()).isNull();
        write("cart", "in", "3");
        assertThat(words(WatchReader.after(book, CART, reader.resourceVersion()).read(CART)))
                .containsExactly("MODIFIED cart/in 3");
    }

    @Test
    void ofSummariesTheLastOneIsToldToThoseForWhomItIs() {
        book.looked(Namespaces.ALL, "a", "first");
        WatchReader reader = WatchReader.ofPresent(book, SUMMARY);
        assertThat(words(reader.read(SUMMARY))).containsExactly("ADDED / first");
        book.looked(Namespaces.ALL, "a", "the same of another revision");
        assertThat(reader.read(SUMMARY)).isEmpty();
        book.looked(Namespaces.ALL, "b", "second");
        book.looked(Namespaces.ALL, "c", "third");
        book.looked(Namespaces.of(List.of("shop")), "d", "of the shop");
        assertThat(words(reader.read(SUMMARY))).containsExactly("MODIFIED / third");
    }

    @Test
    void aReaderThatWaitsIsWokenByNewsAndByItsEnd() throws InterruptedException {
        WatchReader reader = WatchReader.ofPresent(book, POLICIES);
        reader.await(LONG);
        reader.read(POLICIES);
        Thread writer = Thread.ofVirtual().start(() -> write("shop", "web", "1"));
        List<Told> told = List.of();
        while (told.isEmpty()) {
            reader.await(LONG);
            told = reader.read(POLICIES);
        }
        writer.join();
        Thread closer = Thread.ofVirtual().start(reader::close);
        while (!reader.isClosed()) {
            reader.await(LONG);
        }
        closer.join();
        assertThat(words(told)).containsExactly("ADDED shop/web 1");
    }
}
