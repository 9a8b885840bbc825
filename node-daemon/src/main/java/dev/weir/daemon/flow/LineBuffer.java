package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are put together, written out at once, and whose room is then used again. Not thread-safe. */
final class LineBuffer {
    private static final byte[] HEXADECIMAL = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int MOST_DIGITS = 20;

    private byte[] bytes;
    private int size;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** A view of what was put, valid until more is. */
    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    LineBuffer put(byte[] more) {
        makeRoom(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    // Of ASCII the low bytes are the encoding, and nothing else copies them without an array between.
    @SuppressWarnings("deprecation")
    LineBuffer ascii(String text) {
        var length = text.length();
        makeRoom(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    LineBuffer ascii(char character) {
        makeRoom(1);
        bytes[size++] = (byte) character;
        return this;
    }

    /** In decimal; not negative. */
    LineBuffer number(long value) {
        makeRoom(MOST_DIGITS);
        var end = size + digits(value);
        var left = value;
        for (var at = end - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size = end;
        return this;
    }

    private static int digits(long value) {
        var digits = 1;
        for (var left = value; left >= 10; left /= 10) {
            digits++;
        }
        return digits;
    }

    /** 16 digits. */
    LineBuffer hexadecimal(long value) {
        makeRoom(Long.BYTES * 2);
        for (var shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            bytes[size++] = HEXADECIMAL[(int) (value >>> shift) & 0xf];
        }
        return this;
    }

    /** As {@link Address#toString}. */
    LineBuffer address(Address address) {
        return address.isIpv4() ? dotted((int) address.low()) : ascii(address.toString());
    }

    private LineBuffer dotted(int address) {
        number(address >>> 24).ascii('.').number(address >>> 16 & 0xff).ascii('.');
        return number(address >>> 8 & 0xff).ascii('.').number(address & 0xff);
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
