package dev.weir.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.cluster.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pods in the order of their names, a page at a time: it goes on behind a name, so pods that come and go meanwhile move no others. */
record PodList(Metadata metadata, List<PodItem> items) {

    /** @param continueToken for the next page; absent on the last one */
    record Metadata(@JsonProperty("continue") @Nullable String continueToken, int remainingItemCount) {}

    /**
     * A pod.
     *
     * @param node absent until it has one
     * @param hostNetwork whether it uses the network of its node, where no policy can be enforced for it
     */
    record PodItem(
            String namespace,
            String name,
            @Nullable String node,
            List<String> addresses,
            boolean hostNetwork,
            boolean ready) {
        static PodItem of(Pod pod) {
            return new PodItem(
                    pod.ref().namespace(),
                    pod.ref().name(),
                    pod.node() == null ? null : pod.node().value(),
                    pod.declaredAddresses().stream().map(Object::toString).toList(),
                    pod.hostNetwork(),
                    pod.ready());
        }
    }

    /** @param question see {@link ContinueToken} */
    record Paging(int limit, String continueToken, int question) {}

    static PodList of(Collection<Pod> pods, Paging paging) {
        String after = ContinueToken.place(paging.continueToken(), paging.question(), Function.identity());
        int limit = Limits.page(paging.limit());
        List<Pod> rest = pods.stream()
                .filter(pod -> after == null || place(pod).compareTo(after) > 0)
                .sorted(Comparator.comparing(PodList::place))
                .toList();
        List<Pod> page = limit == 0 || limit >= rest.size() ? rest : rest.subList(0, limit);
        boolean more = page.size() < rest.size();
        return new PodList(
                new Metadata(
                        more ? ContinueToken.of(paging.question(), place(page.getLast())) : null,
                        rest.size() - page.size()),
                page.stream().map(PodItem::of).toList());
    }

    private static String place(Pod pod) {
        return pod.ref().toString();
    }
}
