package dev.weir.reach;

import static java.util.Comparator.comparing;

import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.net.IpPrefix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** One end of what may talk: a workload, or addresses outside. */
public sealed interface End {
    /** Workloads by name, then ranges by address. */
    Comparator<End> ORDER = End::compare;

    private static int compare(End one, End other) {
        return switch (one) {
            case WorkloadEnd workload ->
                other instanceof WorkloadEnd next ? WorkloadEnd.ORDER.compare(workload, next) : -1;
            case RangeEnd range -> other instanceof RangeEnd next ? RangeEnd.ORDER.compare(range, next) : 1;
        };
    }

    /** The controlling owner of pods; a pod that has none stands for itself, with the kind Pod. */
    record WorkloadEnd(String namespace, String kind, String name) implements End {
        private static final Comparator<WorkloadEnd> ORDER = comparing(WorkloadEnd::namespace)
                .thenComparing(WorkloadEnd::name)
                .thenComparing(WorkloadEnd::kind);

        public static WorkloadEnd of(Pod pod) {
            Workload workload = pod.workload();
            return workload == null
                    ? new WorkloadEnd(pod.ref().namespace(), "Pod", pod.ref().name())
                    : new WorkloadEnd(pod.ref().namespace(), workload.kind(), workload.name());
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /** The addresses of a range without some of its parts, as far as no pod has them. */
    record RangeEnd(IpPrefix range, List<IpPrefix> except) implements End {
        private static final Comparator<RangeEnd> ORDER =
                comparing(RangeEnd::range).thenComparing(RangeEnd::toString);

        public RangeEnd {
            except = List.copyOf(except);
        }

        @Override
        public String toString() {
            return except.isEmpty()
                    ? range.toString()
                    : range + " except "
                            + except.stream().map(IpPrefix::toString).collect(Collectors.joining(", "));
        }
    }
}
