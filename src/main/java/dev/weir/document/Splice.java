package dev.weir.document;

/** Characters from {@code start} to before {@code end} become other ones. */
record Splice(int start, int end, String replacement) {
    String applied(String text) {
        return text.substring(0, start) + replacement + text.substring(end);
    }
}
