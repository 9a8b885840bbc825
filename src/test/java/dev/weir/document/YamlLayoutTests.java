package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values on one line are written as the YAML library writes them, whether it is asked or not. */
class YamlLayoutTests {
    private static final int TEXTS = 20_000;
    private static final String ALPHABET = "aeflnorstuyxABENOTY0123456789._/-+~:#,'\" [{&*!|>%@`é";

    @Test
    void namesAndAddressesNeedNoQuotesAndWhatReadsAsSomethingElseDoes() {
        assertThat(YamlLayout.inline("kubernetes.io/metadata.name")).isEqualTo("kubernetes.io/metadata.name");
        assertThat(YamlLayout.inline("203.0.113.0/24")).isEqualTo("203.0.113.0/24");
        assertThat(YamlLayout.inline(8080)).isEqualTo("8080");
        assertThat(List.of("yes", "NO", "true", "null", "123", "1e3", "0x1F", "2026-11-26", ""))
                .allSatisfy(text -> assertThat(YamlLayout.inline(text)).startsWith("'"));
    }

    @Test
    void anyTextIsWrittenAsTheLibraryWritesIt() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            assertThat(YamlLayout.inline(text)).as("seed %d: %s", seed, text).isEqualTo(YamlLayout.dumped(text));
        }
        for (Object value : Arrays.asList(null, true, 0, -1, 65_535, Integer.MIN_VALUE, 1.5, List.of("a"))) {
            assertThat(YamlLayout.inline(value)).isEqualTo(YamlLayout.dumped(value));
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
