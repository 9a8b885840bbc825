package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What follows from writes, on a thread of its own: objects go with their owners, content with its namespace, custom resources with their
 * definition, events an hour after they were written. Every step can be repeated, and what could not be finished is taken up again by the next sweep.
 */
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVENT_AGE = Duration.ofHours(1);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Registry registry;
    private final Catalog catalog;
    private final Owners owners;
    private final Set<String> terminatingNamespaces = ConcurrentHashMap.newKeySet();
    private final Set<String> queuedNamespaces = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("api-housekeeping").factory());

    public Housekeeping(Registry registry, Deletions deletions, Catalog catalog) {
        this.registry = registry;
        this.catalog = catalog;
        this.owners = new Owners(registry, deletions, catalog);
    }

    public void start() {
        registry.onWrite(this::written);
        worker.scheduleWithFixedDelay(
                () -> quietly(this::sweep), SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
    }

    private void written(Registry.Write write) {
        StoredObject object = write.object();
        boolean gone =
                registry.store().get(write.type().storage(), object.key()).isEmpty();
        String kind = write.type().kind();
        if (kind.equals("CustomResourceDefinition")) {
            defined(object, gone);
        }
        owners.noteOwnersOf(object);
        if (kind.equals("Namespace") && Registry.isTerminating(object.tree()) && !gone) {
            terminatingNamespaces.add(object.key().name());
        }
        if (gone || Registry.isTerminating(object.tree())) {
            submit(() -> follow(write, gone));
        }
    }

    /** A definition is served when the write that brought it is answered; its objects go with it. */
    private void defined(StoredObject definition, boolean gone) {
        if (!gone) {
            catalog.define(definition.tree());
            return;
        }
        for (ResourceType type : catalog.undefine(definition.key().name())) {
            submit(() -> registry.store().list(type.storage(), "").objects().forEach(object -> delete(type, object)));
        }
    }

    private void follow(Registry.Write write, boolean gone) {
        if (gone) {
            owners.deleteDependentsOf(write.object().uid());
        } else {
            owners.finish(write.type(), write.object());
        }
        String namespace = write.type().kind().equals("Namespace")
                ? write.object().key().name()
                : write.object().key().namespace();
        if (terminatingNamespaces.contains(namespace) && queuedNamespaces.add(namespace)) {
            submit(() -> {
                queuedNamespaces.remove(namespace);
                emptyNamespace(namespace);
            });
        }
    }

    /** Deletes what is left in the namespace, and the namespace when nothing is. */
    private void emptyNamespace(String namespace) {
        boolean empty = true;
        for (ResourceType type : catalog.stored()) {
            if (type.namespaced()) {
                for (StoredObject object :
                        registry.store().list(type.storage(), namespace).objects()) {
                    if (!Registry.isTerminating(object.tree())) {
                        delete(type, object);
                    }
                    empty &= registry.store().get(type.storage(), object.key()).isEmpty();
                }
            }
        }
        ResourceType namespaces = catalog.builtin("v1", "Namespace");
        ObjectKey key = new ObjectKey("", namespace);
        if (empty && registry.store().get(namespaces.storage(), key).isPresent()) {
            registry.update(
                    new Target(namespaces, key, "finalize"),
                    Housekeeping::withoutFinalizer,
                    WriteOptions.of("namespace-controller"));
            terminatingNamespaces.remove(namespace);
        }
    }

    private static ObjectNode withoutFinalizer(ObjectNode namespace) {
        Json.make(namespace, "metadata").remove("resourceVersion");
        Json.make(namespace, "spec").remove("finalizers");
        return namespace;
    }

    /** What is due by the clock: the scheduler calls it, on its thread. */
    void sweep() {
        ResourceType events = catalog.builtin("v1", "Event");
        Instant oldest = registry.clock().instant().minus(EVENT_AGE);
        for (StoredObject event : registry.store().list(events.storage(), "").objects()) {
            if (lastWritten(event.tree()).isBefore(oldest)) {
                delete(events, event);
            }
        }
        terminatingNamespaces.forEach(this::emptyNamespace);
    }

    /** By the server's own stamps: an event may tell of something long ago, and lives an hour from being told (as with --event-ttl). */
    private static Instant lastWritten(ObjectNode object) {
        Instant created = Instant.parse(Json.text(object, "metadata", "creationTimestamp"));
        return Json.list(object, "metadata", "managedFields")
                .valueStream()
                .map(entry -> Json.text(entry, "time"))
                .filter(time -> !time.isEmpty())
                .map(Instant::parse)
                .reduce(created, (one, other) -> one.isAfter(other) ? one : other);
    }

    private void delete(ResourceType type, StoredObject object) {
        owners.delete(type, object);
    }

    private void submit(Runnable task) {
        worker.execute(() -> quietly(task));
    }

    /** A fault here must not stop the thread on which all clean-up runs. */
    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (ApiException e) {
            LOG.info("A clean-up step was refused and will be repeated: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A clean-up step failed", e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
