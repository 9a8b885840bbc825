package dev.weir.alert.detect;

/** Numbers with the word of what they count. */
final class Amounts {
    private Amounts() {}

    static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
