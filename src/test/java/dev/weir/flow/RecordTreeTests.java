package dev.weir.flow;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static dev.weir.flow.testing.FlowRecords.allowed;
import static dev.weir.flow.testing.FlowRecords.denied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;

class RecordTreeTests {
    private static MapAssert<Object, Object> assertExtensions(FlowRecord flow) {
        return assertThat(RecordTree.of(new StoredRecord(1, "node-1", 9, flow)).get("weir"))
                .asInstanceOf(InstanceOfAssertFactories.MAP);
    }

    @Test
    void aDenialSaysWhyItsPacketsWereDroppedAndHowManyTheyWere() {
        assertExtensions(denied(1, NOON))
                .containsEntry("drop_reason", "policy")
                .containsEntry("packets", 4L)
                .doesNotContainKey("bytes");
        assertExtensions(allowed(1, NOON)).doesNotContainKeys("drop_reason", "packets", "bytes");
    }

    @Test
    void bothEndsOfAConnectionHaveItsNumberAndTheDaemonHasTheSame() {
        FlowRecord.Connection connection = new FlowRecord.Connection(
                Protocol.TCP, IpAddress.parse("10.84.1.7"), 55644, IpAddress.parse("10.84.0.11"), 8080);
        assertThat(ConnectionId.of(connection)).isEqualTo("d72b43f6f9cdc16b");
    }
}
