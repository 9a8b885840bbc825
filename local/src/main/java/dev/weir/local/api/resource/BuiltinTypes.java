package dev.weir.local.api.resource;

import dev.weir.local.api.kinds.CustomResourceDefinitionRules;
import dev.weir.local.api.kinds.EndpointSliceRules;
import dev.weir.local.api.kinds.EventRules;
import dev.weir.local.api.kinds.KeyedDataRules;
import dev.weir.local.api.kinds.NamespaceRules;
import dev.weir.local.api.kinds.NetworkPolicyRules;
import dev.weir.local.api.kinds.PodRules;
import dev.weir.local.api.kinds.ServiceRules;
import dev.weir.local.api.schema.ModelSchemas;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;

/** The kinds that the local cluster always serves. */
final class BuiltinTypes {

    private BuiltinTypes() {}

    static List<ResourceType> of(ModelSchemas schemas) {
        return List.of(
                ResourceType.builder("v1", "ConfigMap", "configmaps")
                        .shortNames("cm")
                        .schema(schemas.of(ConfigMap.class))
                        .rules(KeyedDataRules.ofConfigMaps())
                        .build(),
                ResourceType.builder("v1", "Event", "events")
                        .shortNames("ev")
                        .schema(schemas.of(Event.class))
                        .rules(new EventRules("involvedObject"))
                        .build(),
                ResourceType.builder("v1", "Namespace", "namespaces")
                        .shortNames("ns")
                        .clusterWide()
                        .subresources("status", "finalize")
                        .schema(schemas.of(Namespace.class))
                        .rules(new NamespaceRules())
                        .build(),
                ResourceType.builder("v1", "Node", "nodes")
                        .shortNames("no")
                        .clusterWide()
                        .subresources("status")
                        .schema(schemas.of(Node.class))
                        .build(),
                ResourceType.builder("v1", "Pod", "pods")
                        .shortNames("po")
                        .categories("all")
                        .subresources("status", "binding", "eviction")
                        .schema(schemas.of(Pod.class))
                        .rules(new PodRules())
                        .build(),
                ResourceType.builder("v1", "Secret", "secrets")
                        .schema(schemas.of(Secret.class))
                        .rules(KeyedDataRules.ofSecrets())
                        .build(),
                ResourceType.builder("v1", "ServiceAccount", "serviceaccounts")
                        .shortNames("sa")
                        .schema(schemas.of(ServiceAccount.class))
                        .build(),
                ResourceType.builder("v1", "Service", "services")
                        .shortNames("svc")
                        .categories("all")
                        .subresources("status")
                        .schema(schemas.of(Service.class))
                        .rules(new ServiceRules())
                        .build(),
                ResourceType.builder("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions")
                        .shortNames("crd", "crds")
                        .categories("api-extensions")
                        .clusterWide()
                        .subresources("status")
                        .schema(schemas.of(CustomResourceDefinition.class))
                        .countsGenerations()
                        .rules(new CustomResourceDefinitionRules())
                        .build(),
                ResourceType.builder("coordination.k8s.io/v1", "Lease", "leases")
                        .schema(schemas.of(Lease.class))
                        .build(),
                ResourceType.builder("discovery.k8s.io/v1", "EndpointSlice", "endpointslices")
                        .schema(schemas.of(EndpointSlice.class))
                        .countsGenerations()
                        .rules(new EndpointSliceRules())
                        .build(),
                ResourceType.builder("events.k8s.io/v1", "Event", "events")
                        .shortNames("ev")
                        .schema(schemas.of(io.fabric8.kubernetes.api.model.events.v1.Event.class))
                        .rules(new EventRules("regarding"))
                        .view(EventView.of("/events"))
                        .build(),
                ResourceType.builder("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies")
                        .shortNames("netpol")
                        .schema(schemas.of(NetworkPolicy.class))
                        .countsGenerations()
                        .rules(new NetworkPolicyRules())
                        .build());
    }
}
