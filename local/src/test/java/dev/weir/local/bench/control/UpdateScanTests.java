package dev.weir.local.bench.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.proto.v1.Endpoint;
import dev.weir.proto.v1.IdentityEntry;
import dev.weir.proto.v1.PodRef;
import dev.weir.proto.v1.Prefix;
import dev.weir.proto.v1.ProgramUpdate;
import dev.weir.proto.v1.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateScanTests {
    private final List<String> seen = new ArrayList<>();

    private final class Seen implements UpdateScan.Rows {
        @Override
        public void address(int address, boolean removed) {
            seen.add(Integer.toHexString(address) + (removed ? " gone" : ""));
        }

        @Override
        public void endpoint(String pod) {
            seen.add(pod);
        }
    }

    private static IdentityEntry.Builder entry(int last) {
        return IdentityEntry.newBuilder()
                .setPrefix(Prefix.newBuilder()
                        .setAddress(ByteString.copyFrom(new byte[] {10, 0, 0, (byte) last}))
                        .setLength(32));
    }

    private static ProgramUpdate.Builder update() {
        return ProgramUpdate.newBuilder()
                .setSession(7)
                .setRevision(9)
                .addEndpoints(Endpoint.newBuilder().setPod(PodRef.newBuilder().setName("pod-1")))
                .addSubjects(Subject.newBuilder().setFingerprint(3))
                .addIdentities(entry(1).setIdentity(5))
                .addIdentities(entry(2).setRemoved(true));
    }

    private UpdateScan scan(ProgramUpdate update) throws IOException {
        return UpdateScan.read(new ByteArrayInputStream(update.toByteArray()), new Seen());
    }

    @Test
    void ofAnUpdateAddressesAndPodsAreRead() throws IOException {
        UpdateScan scan = scan(update().setBaseRevision(8).setMore(true).build());

        assertThat(seen).containsExactlyInAnyOrder("pod-1", "a000001", "a000002 gone");
        assertThat(scan.session()).isEqualTo(7);
        assertThat(scan.revision()).isEqualTo(9);
        assertThat(scan.more()).isTrue();
        assertThat(scan.isSnapshot()).isFalse();
    }

    @Test
    void ofASnapshotTheHeadIsRead() throws IOException {
        UpdateScan scan = scan(update().build());

        assertThat(seen).isEmpty();
        assertThat(scan.isSnapshot()).isTrue();
        assertThat(scan.bytes()).isEqualTo(update().build().getSerializedSize());
    }
}
