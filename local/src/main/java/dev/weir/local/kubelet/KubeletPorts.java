package dev.weir.local.kubelet;

import dev.weir.local.workload.Targets;

/** What a pod's life speaks to besides its node. */
record KubeletPorts(PodStatusWriter statuses, PodEvents events, Targets targets) {}
