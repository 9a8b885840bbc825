package dev.weir.daemon.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.IsolationMode;
import dev.weir.daemon.net.Verdict;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares this package with {@code bpf/abi.json}, which is dumped from the BTF of the compiled {@code bpf/lib/abi.h}. */
final class LayoutTests {
    private static final JsonNode ABI =
            JsonMapper.shared().readTree(Path.of("..", "bpf", "abi.json").toFile());

    private static final Address POD = Address.parse("10.244.1.2");
    private static final Address HOST = Address.parse("2001:db8::10");
    private static final Judgement ADMITTED = new Judgement(7, Verdict.ALLOWED, 7, 3);
    private static final Judgement REFUSED = new Judgement(9, Verdict.DENIED, 9, 4);
    private static final SubjectDefaults DEFAULTS = new SubjectDefaults(1, 2, 3, 4);

    /** One value of every struct, each number another one. */
    static Stream<Struct> structs() {
        return Stream.of(
                new IdentityKey(160, 1, HOST),
                new EndpointEntry(11, 12, 1, 14, 13),
                DEFAULTS,
                new SubjectEntry(DEFAULTS, new SubjectDefaults(0, 6, 7, 8)),
                new PeerClassKey(1, Direction.EGRESS, -2),
                new PortClassKey(64, 2, Direction.EGRESS, 17, 65_535),
                new VerdictKey(1, Direction.EGRESS, 3, 4),
                new ConntrackKey(POD, HOST, 80, 40_000, 6),
                ADMITTED,
                new ConntrackEntry(Long.MAX_VALUE, 5, ADMITTED, REFUSED),
                new FragmentKey(POD, HOST, 0xdead_beef, 17),
                new FragmentPorts(53, 5_353, 1_480, 17),
                new VerdictEvent(1, POD, HOST, 2, 80, 40_000, 3, 132, Direction.EGRESS, Verdict.ALLOWED),
                new DenialKey(1, POD, HOST, 2, 80, 6, Direction.EGRESS),
                new Denial(1, 2, 3, 4, 5, 40_000, Verdict.WOULD_DENY),
                new SpoofKey(1, 2, DropReason.SPOOFED_SOURCE),
                new Spoof(1, 2, 3, 4, POD, HOST, 40_000, 80, 6),
                new CounterKey(1, Direction.EGRESS, Verdict.ALLOWED),
                new PairKey(POD, HOST, Direction.EGRESS, Verdict.ALLOWED),
                new Settings(1, 0, Abi.VERSION, 4, 1));
    }

    @ParameterizedTest
    @MethodSource("structs")
    void sizeAndOffsetsAreThoseOfTheCompiledHeader(Struct struct) throws IllegalAccessException {
        var compiled = structNamed(snakeCase(struct.getClass().getSimpleName()));

        assertThat(struct.size()).isEqualTo(compiled.get("size").asInt());
        assertThat(constant(struct.getClass(), "SIZE")).isEqualTo(struct.size());
        assertThat(offsetsOf(struct.getClass())).isEqualTo(offsetsOf(compiled));
    }

    @ParameterizedTest
    @MethodSource("structs")
    void decodingGivesBackWhatWasEncoded(Struct struct) throws ReflectiveOperationException {
        var buffer = ByteBuffer.allocateDirect(struct.size() + 8);
        struct.encode(buffer, 8);

        assertThat(decode(struct.getClass(), buffer, 8)).isEqualTo(struct);
        assertThat(decode(struct.getClass(), ByteBuffer.wrap(struct.toBytes()), 0))
                .isEqualTo(struct);
    }

    @Test
    void everyStructOfTheHeaderHasItsRecord() {
        var records = structs().map(struct -> snakeCase(struct.getClass().getSimpleName()));

        assertThat(names("structs").filter(name -> !name.equals("address")))
                .containsExactlyInAnyOrderElementsOf(records.toList());
    }

    @Test
    void noStructHasPaddingWithoutAName() {
        ABI.get("structs").forEach(struct -> {
            var end = 0;
            for (var member : struct.get("members")) {
                assertThat(member.get("offset").asInt())
                        .as(
                                "%s.%s",
                                struct.get("name").asString(),
                                member.get("name").asString())
                        .isEqualTo(end);
                end += member.get("size").asInt();
            }
            assertThat(struct.get("size").asInt())
                    .as("end of %s", struct.get("name").asString())
                    .isEqualTo(end);
        });
    }

    @Test
    void enumsHaveTheNumbersOfTheHeader() {
        assertThat(enumNamed("drop_reason")).isEqualTo(counted("DROP_REASON", DropReason.values()));
        assertThat(enumNamed("loss")).isEqualTo(counted("LOSS", Loss.values()));
        assertThat(enumNamed("identity_kind")).isEqualTo(numbered("IDENTITY_KIND", IdentityKind.values()));
        assertThat(enumNamed("conntrack_flag")).isEqualTo(bits(ConntrackFlag.values()));
        assertThat(enumNamed("direction")).isEqualTo(counted("DIRECTION", Direction.values()));
        assertThat(enumNamed("verdict")).isEqualTo(numbered("VERDICT", Verdict.values()));
        assertThat(enumNamed("isolation_mode")).isEqualTo(numbered("ISOLATION", IsolationMode.values()));
        assertThat(Direction.values()).allMatch(direction -> direction.number() == direction.ordinal());
        assertThat(Verdict.values()).allMatch(verdict -> verdict.number() == verdict.ordinal());
        assertThat(IsolationMode.values()).allMatch(mode -> mode.number() == mode.ordinal());
    }

    @Test
    void constantsHaveTheValuesOfTheHeader() {
        assertThat(enumNamed("abi_constant"))
                .isEqualTo(Map.of(
                        "ABI_VERSION", (long) Abi.VERSION,
                        "IDENTITY_NONE", (long) Abi.IDENTITY_NONE,
                        "IDENTITY_KIND_SHIFT", (long) Abi.IDENTITY_KIND_SHIFT,
                        "DENIAL_SLICE_NS", Abi.DENIAL_SLICE_NS));
    }

    @Test
    void portsAndAddressesStandInNetworkOrderAndNumbersInTheMachines() {
        var bytes = new PortClassKey(64, 0x01020304, Direction.EGRESS, 6, 0x1f90).toBytes();

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("40000000" + "04030201" + "01" + "06" + "1f90");
        assertThat(HexFormat.of().formatHex(new IdentityKey(160, 0, POD).toBytes()))
                .isEqualTo("a0000000" + "00000000" + "00000000000000000000ffff0af40102");
    }

    @Test
    void identityCarriesItsKindInTheUpperBits() {
        assertThat(IdentityKind.POD.identity(5)).isEqualTo(0x4000_0005);
        assertThat(IdentityKind.of(0x8000_0001)).isEqualTo(IdentityKind.NODE);
    }

    private static Object decode(Class<?> type, ByteBuffer source, int at) throws ReflectiveOperationException {
        try {
            return type.getMethod("decode", ByteBuffer.class, int.class).invoke(null, source, at);
        } catch (InvocationTargetException e) {
            throw new AssertionError("decode failed", e.getCause());
        }
    }

    private static Map<String, Integer> offsetsOf(Class<?> type) throws IllegalAccessException {
        var offsets = new LinkedHashMap<String, Integer>();
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().endsWith("_OFFSET")) {
                offsets.put(
                        field.getName().replace("_OFFSET", "").toLowerCase(Locale.ROOT),
                        constant(type, field.getName()));
            }
        }
        return offsets;
    }

    private static Map<String, Integer> offsetsOf(JsonNode compiled) {
        var offsets = new LinkedHashMap<String, Integer>();
        compiled.get("members").forEach(member -> {
            if (!member.get("name").asString().equals("pad")) {
                offsets.put(member.get("name").asString(), member.get("offset").asInt());
            }
        });
        return offsets;
    }

    private static int constant(Class<?> type, String name) throws IllegalAccessException {
        try {
            return type.getDeclaredField(name).getInt(null);
        } catch (NoSuchFieldException e) {
            throw new AssertionError(type + " has no " + name, e);
        }
    }

    private static Map<String, Long> numbered(String prefix, Enum<?>... values) {
        var numbers = new LinkedHashMap<String, Long>();
        Arrays.stream(values).forEach(value -> numbers.put(prefix + "_" + value.name(), (long) value.ordinal()));
        return numbers;
    }

    /** With the last one, such as {@code LOSSES}, which says how many there are. */
    private static Map<String, Long> counted(String prefix, Enum<?>... values) {
        var numbers = numbered(prefix, values);
        numbers.put(prefix + (prefix.endsWith("S") ? "ES" : "S"), (long) values.length);
        return numbers;
    }

    private static Map<String, Long> bits(ConntrackFlag... flags) {
        var bits = new LinkedHashMap<String, Long>();
        Arrays.stream(flags).forEach(flag -> bits.put("CONNTRACK_" + flag.name(), (long) flag.bit()));
        return bits;
    }

    private static Map<String, Long> enumNamed(String name) {
        var values = new LinkedHashMap<String, Long>();
        named("enums", name)
                .get("values")
                .forEach(value -> values.put(
                        value.get("name").asString(), value.get("value").asLong()));
        return values;
    }

    private static JsonNode structNamed(String name) {
        return named("structs", name);
    }

    private static JsonNode named(String kind, String name) {
        return ABI.get(kind)
                .valueStream()
                .filter(node -> node.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("abi.json has no " + name));
    }

    private static Stream<String> names(String kind) {

        return ABI.get(kind).valueStream().map(node -> node.get("name").asString());
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
