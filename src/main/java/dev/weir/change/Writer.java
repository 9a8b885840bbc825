package dev.weir.change;

import dev.weir.access.AccessRefusedException;
import dev.weir.change.Step.Result;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes single policies, each only if it still is what it was when it was read, and puts them back. */
final class Writer {
    private final KubernetesObjects objects;

    Writer(KubernetesObjects objects) {
        this.objects = objects;
    }

    /** As the API server would take it; what it refuses has failed. Throws what is no refusal, such as that it does not answer. */
    Step tried(Edit edit) {
        ObjectRef ref = ObjectRef.policy(edit.policy());
        Step step = Step.of(edit, null);
        try {
            Map<String, Object> before = read(ref);
            step = Step.of(edit, before);
            Map<String, Object> accepted = send(step, WriteOptions.DRY_RUN);
            // With the defaults that the API server fills in, so that an object that is like that already is
            // recognised.
            return edit.object() == null ? step : Step.of(new Edit(edit.policy(), accepted), before);
        } catch (KubernetesException.Invalid invalid) {
            String field = invalid.causes().isEmpty()
                    ? ""
                    : invalid.causes().getFirst().field();
            return step.refused(String.valueOf(invalid.getMessage()), field);
        } catch (AccessRefusedException refused) {
            return step.refused(String.valueOf(refused.getMessage()), "metadata.namespace");
        } catch (KubernetesException.NotFound noNamespace) {
            return step.refused("There is no namespace " + step.namespace() + ".", "metadata.namespace");
        }
    }

    private @Nullable Map<String, Object> read(ObjectRef ref) {
        try {
            return objects.get(ref);
        } catch (KubernetesException.NotFound notThere) {
            return null;
        }
    }

    Step write(Step step) {
        try {
            Map<String, Object> stored = send(step, WriteOptions.DEFAULT);
            Result how =
                    step.after() == null ? Result.DELETED : step.before() == null ? Result.CREATED : Result.CONFIGURED;
            return step.written(how, PolicyContent.version(stored));
        } catch (KubernetesException | AccessRefusedException failed) {
            return step.ended(Result.FAILED, String.valueOf(failed.getMessage()));
        }
    }

    private Map<String, Object> send(Step step, WriteOptions options) {
        ObjectRef ref = ObjectRef.policy(step.policy());
        Map<String, Object> before = step.before();
        Map<String, Object> after = step.after();
        if (after == null) {
            if (before != null) {
                objects.delete(ref, PolicyContent.version(before), options);
            }
            return Map.of();
        }
        return before == null
                ? objects.create(ref, PolicyContent.at(after, ""), options)
                : objects.replace(ref, PolicyContent.at(after, PolicyContent.version(before)), options);
    }

    /** Throws when the API server does not answer, so that it is tried again. */
    Step undone(Step step) {
        Map<String, Object> current = read(ObjectRef.policy(step.policy()));
        if (!step.result().isWritten() && !isWrittenUnseen(step, current)) {
            return step;
        }
        if (PolicyContent.isSame(current, step.before())) {
            return step.ended(Result.RESTORED, "");
        }
        if (!isOurs(step, current)) {
            return step.ended(Result.LEFT, "Somebody has changed it since; it stays as they left it.");
        }
        try {
            restore(step, current);
            return step.ended(Result.RESTORED, "");
        } catch (KubernetesException.Conflict
                | KubernetesException.AlreadyExists
                | KubernetesException.NotFound changed) {
            return step.ended(Result.LEFT, "Somebody changed it at the same moment; it stays as they left it.");
        }
    }

    /** The server may have died between the write and the note of it. */
    private static boolean isWrittenUnseen(Step step, @Nullable Map<String, Object> current) {
        return step.result() == Result.PENDING && PolicyContent.isSame(current, step.after());
    }

    private static boolean isOurs(Step step, @Nullable Map<String, Object> current) {
        if (step.after() == null || current == null) {
            return step.after() == null && current == null;
        }
        return step.version().isEmpty() || step.version().equals(PolicyContent.version(current));
    }

    private void restore(Step step, @Nullable Map<String, Object> current) {
        ObjectRef ref = ObjectRef.policy(step.policy());
        Map<String, Object> before = step.before();
        if (before == null) {
            objects.delete(ref, current == null ? "" : PolicyContent.version(current), WriteOptions.DEFAULT);
        } else if (current == null) {
            objects.create(ref, PolicyContent.at(before, ""), WriteOptions.DEFAULT);
        } else {
            objects.replace(ref, PolicyContent.at(before, PolicyContent.version(current)), WriteOptions.DEFAULT);
        }
    }
}
