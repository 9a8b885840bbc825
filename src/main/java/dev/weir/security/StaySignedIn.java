package dev.weir.security;

import dev.weir.access.People;
import dev.weir.file.JsonFile;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.authentication.RememberMeAuthenticationProvider;
import org.springframework.security.web.authentication.RememberMeServices;
import org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices;
import org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices.RememberMeTokenAlgorithm;
import tools.jackson.core.type.TypeReference;

/**
 * Lets who has signed in stay so when the server is started anew, so that open pages and live tails go on. Sessions live in memory; beside them the
 * browser has a cookie with a name, an end and a signature over both and what the person's password is stored as. So another password, or the
 * removal of the person, ends it. Signing out removes it from the browser.
 */
final class StaySignedIn {
    static final String COOKIE = "weir-signed-in";
    /** As long as a session may be idle. */
    private static final Duration VALID = Duration.ofHours(8);

    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final String key;
    private final PeopleDetails details;

    /** @param administratorPassword empty when the operator gave none */
    StaySignedIn(String keyFile, String administratorPassword, People people) {
        key = key(new JsonFile<>(keyFile, new TypeReference<>() {}));
        details = new PeopleDetails(administratorPassword.isEmpty() ? "" : signed(administratorPassword), people);
    }

    private static String key(JsonFile<String> file) {
        return file.read().orElseGet(() -> {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            String made = HexFormat.of().formatHex(random);
            file.write(made);
            return made;
        });
    }

    /** The same over every start, and not the password. */
    private String signed(String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has " + HMAC, impossible);
        }
    }

    String key() {
        return key;
    }

    RememberMeServices services() {
        TokenBasedRememberMeServices services =
                new TokenBasedRememberMeServices(key, details, RememberMeTokenAlgorithm.SHA256);
        services.setAlwaysRemember(true);
        services.setCookieName(COOKIE);
        services.setTokenValiditySeconds(Math.toIntExact(VALID.toSeconds()));
        services.setCookieCustomizer(cookie -> cookie.setAttribute("SameSite", "Strict"));
        return services;
    }

    RememberMeAuthenticationProvider provider() {
        return new RememberMeAuthenticationProvider(key);
    }
}
