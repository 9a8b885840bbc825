package dev.weir.daemon.datapath;

import dev.weir.daemon.layout.Abi;
import dev.weir.daemon.layout.EndpointEntry;
import dev.weir.daemon.layout.IdentityKey;
import dev.weir.daemon.layout.PeerClassKey;
import dev.weir.daemon.layout.PortClassKey;
import dev.weir.daemon.layout.Struct;
import dev.weir.daemon.layout.SubjectEntry;
import dev.weir.daemon.layout.VerdictKey;
import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * A map that the reconciler owns, with the layout of its keys and values.
 *
 * @param name of the map in the BPF object
 */
public record Table<K, V>(String name, Codec<K> key, Codec<V> value) {
    public static final Table<Address, EndpointEntry> ENDPOINT =
            new Table<>("endpoint_map", Codec.ADDRESS, Codec.of(EndpointEntry.SIZE, b -> EndpointEntry.decode(b, 0)));
    public static final Table<IdentityKey, Integer> IDENTITY =
            new Table<>("identity_map", Codec.of(IdentityKey.SIZE, b -> IdentityKey.decode(b, 0)), Codec.U32);
    public static final Table<Integer, SubjectEntry> SUBJECT =
            new Table<>("subject_map", Codec.U32, Codec.of(SubjectEntry.SIZE, b -> SubjectEntry.decode(b, 0)));
    public static final Table<PeerClassKey, Integer> PEER_CLASS =
            new Table<>("peer_class_map", Codec.of(PeerClassKey.SIZE, b -> PeerClassKey.decode(b, 0)), Codec.U32);
    public static final Table<PortClassKey, Integer> PORT_CLASS =
            new Table<>("port_class_map", Codec.of(PortClassKey.SIZE, b -> PortClassKey.decode(b, 0)), Codec.U32);
    public static final Table<VerdictKey, Integer> VERDICT =
            new Table<>("verdict_map", Codec.of(VerdictKey.SIZE, b -> VerdictKey.decode(b, 0)), Codec.U32);

    /** In the order in which they are filled: what is referred to comes before what refers to it. */
    public static final List<Table<?, ?>> ALL = List.of(VERDICT, PORT_CLASS, PEER_CLASS, SUBJECT, IDENTITY, ENDPOINT);

    @Override
    public String toString() {
        return name;
    }

    /** A key or value as the bytes of the map. */
    public record Codec<T>(int size, Function<T, byte[]> encode, Function<ByteBuffer, T> decode) {
        static final Codec<Integer> U32 = new Codec<>(Integer.BYTES, Abi::u32, Abi::u32);
        static final Codec<Address> ADDRESS =
                new Codec<>(Address.BYTES, Address::bytes, b -> new Address(bigEndian(b, 0), bigEndian(b, Long.BYTES)));

        static <T extends Struct> Codec<T> of(int size, Function<ByteBuffer, T> decode) {
            return new Codec<>(size, Struct::toBytes, decode);
        }

        private static long bigEndian(ByteBuffer bytes, int at) {
            return bytes.duplicate().getLong(at);
        }
    }
}
