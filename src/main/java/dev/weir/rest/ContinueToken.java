package dev.weir.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Where a list goes on, as a token that belongs to its question. */
final class ContinueToken {
    private ContinueToken() {}

    /** @param question a number that another question does not have */
    static String of(int question, String place) {
        String text = Integer.toHexString(question) + " " + place;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return null for the first page */
    static <T> @Nullable T place(String token, int question, Function<String, T> reader) {
        if (token.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String expected = Integer.toHexString(question) + " ";
            if (text.startsWith(expected)) {
                return reader.apply(text.substring(expected.length()));
            }
        } catch (IllegalArgumentException unreadable) {
            throw new ProblemException(wrong(), unreadable);
        }
        throw new ProblemException(wrong());
    }

    private static Problem wrong() {
        return Problem.of(
                HttpStatus.GONE,
                "wrong-continue-token",
                "The continue token does not fit",
                "The continue token belongs to another question. Ask for the first page again.");
    }
}
