package dev.weir.console;

import static dev.weir.flow.testing.FlowRecords.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.RecordTail.Arrived;
import dev.weir.flow.store.RecordTail.Gap;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.flow.testing.FlowRecords;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is not shown in the live tail is counted, and lies in the time that the link names. */
class TailPushTests {
    private final TailPush push = new TailPush(10, 0);

    private static Arrived arrived(long first, long last) {
        return new Arrived(LongStream.rangeClosed(first, last)
                .mapToObj(i -> new StoredRecord(i, "node-1", 9, FlowRecords.allowed(i, NOON.plusMillis(i))))
                .toList());
    }

    @Test
    void fewAreAllShownNewestFirst() {
        push.add(arrived(1, 3));
        assertThat(push.newestFirst()).extracting(StoredRecord::position).containsExactly(3L, 2L, 1L);
        assertThat(push.leftOut()).isZero();
        assertThat(push.position()).isEqualTo(3);
    }

    @Test
    void ofManyTheNewestAreShownAndTheOthersAreCountedAndInTheTime() {
        push.add(arrived(1, 400));
        push.add(arrived(401, 620));
        assertThat(push.newestFirst())
                .hasSize(10)
                .first()
                .extracting(StoredRecord::position)
                .isEqualTo(620L);
        assertThat(push.leftOut()).isEqualTo(610);
        assertThat(push.time(NOON.minusSeconds(9), NOON.plusSeconds(9)))
                .isEqualTo(new TimeRange(NOON.plusMillis(1), NOON.plusMillis(621)));
    }

    @Test
    void whatWasWithheldIsToldAndDoesNotMoveTheCursor() {
        TailPush after = new TailPush(10, 77);
        assertThat(after.isEmpty()).isTrue();
        after.add(new RecordTail.Withheld(List.of(new WithheldCount(NOON, "node-1", "shop", 40, 2))));
        assertThat(after.isEmpty()).isFalse();
        assertThat(after.withheld()).hasSize(1);
        assertThat(after.position()).isEqualTo(77);
    }

    @Test
    void whatTheTailItselfHadNoRoomForMayBeOfAllTheTimeSinceTheLastPush() {
        push.add(arrived(1, 10));
        push.add(new Gap(7000, 10));
        assertThat(push.leftOut()).isEqualTo(7000);
        assertThat(push.time(NOON.minusSeconds(9), NOON.plusSeconds(9)))
                .isEqualTo(new TimeRange(NOON.minusSeconds(9), NOON.plusSeconds(9)));
    }
}
