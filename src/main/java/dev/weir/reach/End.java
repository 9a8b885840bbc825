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
    Comparator<End> ORDER = comparing((End end) -> end instanceof RangeEnd)
            .thenComparing(end -> end instanceof WorkloadEnd workload ? workload.namespace() : "")
            .thenComparing(end -> end instanceof WorkloadEnd workload ? workload.name() : "")
            .thenComparing(end -> end instanceof WorkloadEnd workload ? workload.kind() : "")
            .thenComparing((one, other) -> one instanceof RangeEnd a && other instanceof RangeEnd b
                    ? a.range().compareTo(b.range())
                    : 0)
            .thenComparing(Object::toString);

    /** The controlling owner of pods; a pod that has none stands for itself, with the kind Pod. */
    record WorkloadEnd(String namespace, String kind, String name) implements End {
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
