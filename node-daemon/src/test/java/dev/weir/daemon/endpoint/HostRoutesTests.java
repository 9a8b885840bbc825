package dev.weir.daemon.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.net.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRoutesTests {
    @TempDir
    Path folder;

    @Test
    void routesToOneAddressLeadToInterfaces() throws IOException {
        Files.writeString(folder.resolve("route"), """
                Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
                eth0	00000000	01001EAC	0003	0	0	0	00000000	0	0	0
                eth0	00001EAC	00000000	0001	0	0	0	00FFFFFF	0	0	0
                vethweb	0701F40A	00000000	0005	0	0	0	FFFFFFFF	0	0	0
                vethdown	0801F40A	00000000	0004	0	0	0	FFFFFFFF	0	0	0
                """);
        Files.writeString(folder.resolve("ipv6_route"), """
                fd000010024400010000000000000007 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 00000001  vethweb
                fe800000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000001 00000000 80200001       lo
                fd001720003000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0
                """);
        var routes = new HostRoutes(folder);
        assertThat(routes.interfaces())
                .containsOnly(
                        java.util.Map.entry(Address.parse("10.244.1.7"), "vethweb"),
                        java.util.Map.entry(Address.parse("fd00:10:244:1::7"), "vethweb"));
        assertThat(routes.uplink()).contains("eth0");
    }

    @Test
    void aNodeWithoutRoutesHasNone() throws IOException {
        assertThat(new HostRoutes(folder).interfaces()).isEmpty();
        assertThat(new HostRoutes(folder).uplink()).isEmpty();
    }
}
