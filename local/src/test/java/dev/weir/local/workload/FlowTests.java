package dev.weir.local.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTests {

    @Test
    void aWorkloadOfTheSameNamespaceNeedsNoPrefix() {
        assertThat(Flow.parse("tcp cart:7070 2/s"))
                .isEqualTo(new Flow(Transport.TCP, false, new Target.Workload("", "cart"), 7070, 2));
    }

    @Test
    void aListMayNameAddressesOfBothFamiliesAndOtherNamespaces() {
        List<Flow> flows = Flow.parseAll(
                "tcp keep payments/ledger-db:5432 0.5/s, udp 203.0.113.10:53 1/s, tcp [2001:db8::10]:443 1/s,");
        assertThat(flows)
                .containsExactly(
                        new Flow(Transport.TCP, true, new Target.Workload("payments", "ledger-db"), 5432, 0.5),
                        new Flow(Transport.UDP, false, new Target.Host(InetAddress.ofLiteral("203.0.113.10")), 53, 1),
                        new Flow(Transport.TCP, false, new Target.Host(InetAddress.ofLiteral("2001:db8::10")), 443, 1));
    }

    @Test
    void noAnnotationIsNoTraffic() {
        assertThat(Flow.parseAll("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp cart 2/s",
                "sctp cart:1 1/s",
                "tcp cart:0 1/s",
                "tcp cart:70000 1/s",
                "tcp cart:80 0/s",
                "tcp cart:80 1000/s",
                "tcp cart:80",
                "udp keep cart:80 1/s",
                "tcp a/b/c:80 1/s",
                "tcp 300.1.1.1:80 1/s",
                "tcp cart:80 1.2.3/s"
            })
    void whatCannotBeSentIsRefusedAndNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flow.parseAll(text))
                .withMessageContaining(text);
    }
}
