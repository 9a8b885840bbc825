package dev.weir.local.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.status.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStoreTests {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final ObjectStore store = new ObjectStore(3);

    private static ObjectKey key(String name) {
        return new ObjectKey("web", name);
    }

    private StoredObject create(String storage, String name) {
        return store.create(storage, key(name), Json.object()).object().orElseThrow();
    }

    @Test
    void everyWriteGetsTheNextRevision() {
        StoredObject first = create("a", "x");
        StoredObject second = create("b", "x");
        assertThat(second.revision()).isEqualTo(first.revision() + 1);
        assertThat(Json.text(second.tree(), "metadata", "resourceVersion")).isEqualTo(Long.toString(second.revision()));
        assertThat(store.revision()).isEqualTo(second.revision());
    }

    @Test
    void aWriteBasedOnAnOldStateIsRefused() {
        StoredObject old = create("a", "x");
        assertThat(store.replace("a", old, Json.object()).outcome()).isEqualTo(ObjectStore.Outcome.WRITTEN);
        assertThat(store.replace("a", old, Json.object()).outcome()).isEqualTo(ObjectStore.Outcome.STALE);
        assertThat(store.delete("a", old).outcome()).isEqualTo(ObjectStore.Outcome.STALE);
        assertThat(store.create("a", key("x"), Json.object()).outcome()).isEqualTo(ObjectStore.Outcome.EXISTS);
    }

    @Test
    void aListIsOrderedAndOfOneNamespace() {
        store.create("a", new ObjectKey("web-2", "x"), Json.object());
        create("a", "b");
        create("a", "a");
        assertThat(store.list("a", "web").objects())
                .extracting(object -> object.key().name())
                .containsExactly("a", "b");
        assertThat(store.list("a", "").objects()).hasSize(3);
    }

    private List<Long> received(Watcher watcher) throws InterruptedException {
        List<Long> revisions = new ArrayList<>();
        for (Change change = watcher.next(AT_ONCE); change != null; change = watcher.next(AT_ONCE)) {
            revisions.add(change.revision());
        }
        return revisions;
    }

    @Test
    void aWatchReplaysAndThenFollows() throws InterruptedException {
        long first = create("a", "x").revision();
        long second = create("a", "y").revision();
        try (Watcher watcher = store.watch("a", first)) {
            long third = create("a", "z").revision();
            create("other", "z");
            assertThat(received(watcher)).containsExactly(second, third);
        }
    }

    @Test
    void aWatchFromForgottenHistoryIsRefused() {
        long first = create("a", "0").revision();
        for (int i = 1; i <= 4; i++) {
            create("a", Integer.toString(i));
        }
        assertThatThrownBy(() -> store.watch("a", first))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(410))
                .hasMessageStartingWith("too old resource version: " + first);
        store.watch("a", first + 1).close();
    }

    @Test
    void aSlowWatcherLosesItsWatchAndNotTheWriter() throws InterruptedException {
        Watcher slow = new Watcher(2, gone -> {});
        StoredObject object = create("a", "x");
        for (int i = 0; i < 5; i++) {
            slow.offer(new Change(null, object, false));
        }
        assertThat(slow.hasOverflown()).isTrue();
        assertThat(received(slow)).hasSize(2);
    }

    @Test
    void aWatcherThatLeftHearsNothing() throws InterruptedException {
        Watcher watcher = store.watch("a", store.revision());
        watcher.close();
        create("a", "x");
        assertThat(received(watcher)).isEmpty();
    }
}
