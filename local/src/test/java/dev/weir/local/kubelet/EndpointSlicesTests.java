package dev.weir.local.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointSlicesTests {

    @Test
    void aServiceHasASlicePerFamilyWithItsRunningPods() {
        var slices = EndpointSlices.of(
                List.of(service()), List.of(pod("web-0", "shop", "10.244.1.2"), pod("web-1", "other", "10.244.1.3")));
        assertThat(slices).extracting(EndpointSlice::getAddressType).containsExactly("IPv4", "IPv6");
        assertThat(slices.get(0).getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getAddresses()).containsExactly("10.244.1.2");
            assertThat(endpoint.getTargetRef().getName()).isEqualTo("web-0");
        });
        assertThat(slices.get(1).getEndpoints()).isEmpty();
    }

    @Test
    void aNamedTargetPortBecomesThePodsNumber() {
        var slices = EndpointSlices.of(List.of(service()), List.of(pod("web-0", "shop", "10.244.1.2")));
        assertThat(slices.get(0).getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getPort()).isEqualTo(8080));
    }

    @Test
    void aServiceWithoutSelectorHasNone() {
        Service service = new ServiceBuilder(service())
                .editSpec()
                .withSelector(null)
                .endSpec()
                .build();
        assertThat(EndpointSlices.of(List.of(service), List.of())).isEmpty();
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("web")
                .withUid("1")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "web")
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString("http"))
                .endPort()
                .endSpec()
                .build();
    }

    private static Pod pod(String name, String namespace, String address) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(name)
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewPodIP()
                .withIp(address)
                .endPodIP()
                .endStatus()
                .build();
    }
}
