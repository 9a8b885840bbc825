package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.daemon.net.Prefix;
import dev.weir.daemon.program.IdentityEntry;
import dev.weir.proto.v1.IdentityKind;
import dev.weir.proto.v1.ProgramUpdate;
import org.junit.jupiter.api.Test;

class ProgramMapperTests {
    private static final byte[] ONE = {10, 0, 0, 1};
    private static final byte[] TWO = {10, 0, 0, 2};

    private static dev.weir.proto.v1.IdentityEntry entry(byte[] address, long identity) {
        return dev.weir.proto.v1.IdentityEntry.newBuilder()
                .setPrefix(prefix(address))
                .setIdentity(identity)
                .setKind(IdentityKind.IDENTITY_KIND_POD)
                .build();
    }

    private static dev.weir.proto.v1.IdentityEntry removed(byte[] address) {
        return dev.weir.proto.v1.IdentityEntry.newBuilder()
                .setPrefix(prefix(address))
                .setRemoved(true)
                .build();
    }

    private static dev.weir.proto.v1.Prefix prefix(byte[] address) {
        return dev.weir.proto.v1.Prefix.newBuilder()
                .setAddress(ByteString.copyFrom(address))
                .setLength(32)
                .build();
    }

    @Test
    void ofSeveralEntriesOfAnAddressTheLastOneCounts() {
        var identities = ProgramMapper.change(ProgramUpdate.newBuilder()
                        .addIdentities(entry(ONE, 1))
                        .addIdentities(removed(ONE))
                        .addIdentities(entry(TWO, 2))
                        .addIdentities(removed(TWO))
                        .addIdentities(entry(TWO, 3))
                        .build())
                .content()
                .identities();

        assertThat(identities.put()).extracting(IdentityEntry::identity).containsExactly(3L);
        assertThat(identities.removed()).containsExactly(Prefix.of(ONE, 32));
    }
}
