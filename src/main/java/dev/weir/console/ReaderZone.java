package dev.weir.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.context.i18n.TimeZoneAwareLocaleContext;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleContextResolver;
import org.springframework.web.util.WebUtils;

/**
 * In which zone a reader is told times: the browser says it in a cookie, and without one it is UTC. The language is English for everybody. Spring asks it
 * for each request and keeps the answer for the request's thread.
 */
@Component("localeResolver")
final class ReaderZone implements LocaleContextResolver {
    static final String COOKIE = "weir-zone";
    /** The longest name of a zone has half as many. */
    private static final int LONGEST = 64;

    /** Of the request that this thread answers; UTC where there is none. */
    static ZoneId current() {
        TimeZone zone = LocaleContextHolder.getLocaleContext() instanceof TimeZoneAwareLocaleContext aware
                ? aware.getTimeZone()
                : null;
        return zone == null ? ZoneOffset.UTC : zone.toZoneId();
    }

    /** As a page writes it. */
    static String name() {
        ZoneId zone = current();
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    @Override
    public LocaleContext resolveLocaleContext(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        ZoneId zone = cookie == null
                ? null
                : zone(cookie.getValue().replace("%2F", "/").replace("%2B", "+"));
        return new SimpleTimeZoneAwareLocaleContext(Locale.ENGLISH, zone == null ? null : TimeZone.getTimeZone(zone));
    }

    /** Null for what no zone is named. */
    private static @Nullable ZoneId zone(String name) {
        boolean known = name.length() <= LONGEST && ZoneId.getAvailableZoneIds().contains(name);
        return known && !name.equals("UTC") && !name.equals("Etc/UTC") ? ZoneId.of(name) : null;
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return Locale.ENGLISH;
    }

    @Override
    public void setLocaleContext(
            HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable LocaleContext context) {
        throw new UnsupportedOperationException("the browser says its zone in the cookie " + COOKIE);
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the console is written in English");
    }
}
