package dev.weir.daemon.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.net.Address;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTests {
    private static String text(LineBuffer buffer) {
        return US_ASCII.decode(buffer.written()).toString();
    }

    @Test
    void numbersAndAddressesAreWrittenAsTheirText() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var buffer = new LineBuffer(1);
        var expected = new StringBuilder();
        for (var i = 0; i < 5_000; i++) {
            var number = random.nextLong() >>> 1 + random.nextInt(63);
            var address = random.nextBoolean()
                    ? new Address(random.nextLong(), random.nextInt(3))
                    : Address.parse("10.%d.0.255".formatted(random.nextInt(256)));
            buffer.number(number).ascii(' ').hexadecimal(number).ascii(" ").address(address);
            expected.append(number)
                    .append(' ')
                    .append(HexFormat.of().toHexDigits(number))
                    .append(' ')
                    .append(address);
        }
        assertThat(text(buffer)).as("seed " + seed).isEqualTo(expected.toString());
    }

    @Test
    void theLargestNumberAndZeroAreWhole() {
        assertThat(text(new LineBuffer(1).number(0).ascii(' ').number(Long.MAX_VALUE)))
                .isEqualTo("0 9223372036854775807");
    }

    @Test
    void itsRoomIsUsedAgain() {
        var buffer = new LineBuffer(4).ascii("first line");
        buffer.clear();
        assertThat(text(buffer.ascii("2"))).isEqualTo("2");
    }
}
