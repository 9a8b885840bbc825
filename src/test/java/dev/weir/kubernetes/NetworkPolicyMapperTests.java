package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** Policies as the API server hands them out, and some it should not. */
class NetworkPolicyMapperTests {
    private static NetworkPolicy policy(String spec) {
        return NetworkPolicyMapper.fromFabric8(new KubernetesSerialization()
                .unmarshal(
                        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {namespace: shop, name: p}\nspec: "
                                + spec,
                        io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy.class));
    }

    @Test
    void defaultsAreThoseOfTheApi() {
        NetworkPolicy policy =
                policy("{podSelector: {}, ingress: [{ports: [{port: 80}, {port: http, protocol: UDP}]}]}");

        assertThat(policy.types()).containsExactly(Direction.INGRESS);
        assertThat(policy.ingress().getFirst().ports())
                .containsExactly(
                        new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(PortRange.single(80))),
                        new PolicyPort(Protocol.UDP, new PolicyPort.NamedPort("http")));
    }

    @Test
    void anEmptySelectorIsNotAnAbsentOne() {
        NetworkPolicy policy =
                policy("{podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}}]}]}");

        assertThat(policy.ingress().getFirst().peers())
                .hasExactlyElementsOfTypes(Peer.PodPeer.class, Peer.NamespacePeer.class);
    }

    @Test
    void whatIsNotUnderstoodAdmitsNothing() {
        NetworkPolicy policy = policy(
                "{podSelector: {}, ingress: [{from: [{}]}, {ports: [{port: 80, protocol: QUIC}]}, {from: [{ipBlock: {cidr: nonsense}}]}]}");

        assertThat(policy.ingress())
                .containsExactly(Rule.MATCHING_NOTHING, Rule.MATCHING_NOTHING, Rule.MATCHING_NOTHING);
    }
}
