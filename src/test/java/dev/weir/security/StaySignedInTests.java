package dev.weir.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.People;
import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Each {@link StaySignedIn} stands for a start of the server. */
class StaySignedInTests {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path directory;

    private StaySignedIn started(String password) {
        return new StaySignedIn(directory.resolve("key").toString(), password, new People(""));
    }

    private static Cookie signedIn(StaySignedIn server, String name) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        Authentication person = UsernamePasswordAuthenticationToken.authenticated(name, null, List.of());
        server.services().loginSuccess(new MockHttpServletRequest(), response, person);
        return Objects.requireNonNull(response.getCookie(StaySignedIn.COOKIE), "no cookie");
    }

    private static @Nullable Authentication comesBack(StaySignedIn server, Cookie cookie) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setCookies(cookie);
        return server.services().autoLogin(request, new MockHttpServletResponse());
    }

    @Test
    void whoHasSignedInIsKnownToTheNextStart() {
        Cookie cookie = signedIn(started(PASSWORD), People.ADMINISTRATOR);

        Authentication back = Objects.requireNonNull(comesBack(started(PASSWORD), cookie), "not known");

        assertThat(back.getName()).isEqualTo(People.ADMINISTRATOR);
        assertThat(started(PASSWORD).provider().authenticate(back)).isNotNull();
    }

    @Test
    void anotherPasswordOrAnotherKeyEndsIt() {
        Cookie cookie = signedIn(started(PASSWORD), People.ADMINISTRATOR);

        assertThat(comesBack(started("another password"), cookie)).isNull();
        assertThat(comesBack(new StaySignedIn("", PASSWORD, new People("")), cookie))
                .isNull();
    }

    @Test
    void thePasswordIsNotInTheCookieAndTheCookieIsNotForScripts() {
        Cookie cookie = signedIn(started(PASSWORD), People.ADMINISTRATOR);

        String text = new String(Base64.getDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8);
        assertThat(text).startsWith("admin:").doesNotContain(PASSWORD);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getAttribute("SameSite")).isEqualTo("Strict");
    }
}
