package dev.weir.security;

import dev.weir.access.ApiTokens;
import dev.weir.access.CurrentAccess;
import dev.weir.access.CurrentReason;
import dev.weir.access.People;
import dev.weir.access.PeopleOffice;
import dev.weir.audit.CurrentAuthor;
import dev.weir.audit.Journal;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import tools.jackson.databind.json.JsonMapper;

/** Two doors: bearer tokens for programs under {@code /api} and {@code /actuator}, a session for people everywhere else. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    CurrentAuthor currentAuthor() {
        return new SignedInAuthor();
    }

    @Bean
    ApiTokens apiTokens(SecurityProperties properties, Journal journal, Clock clock) {
        String bootstrap = SecretFile.read(properties.tokenFile(), "weir.security.token-file");
        return new ApiTokens(Path.of(properties.tokensFile()), bootstrap, journal, clock);
    }

    @Bean
    People people(SecurityProperties properties) {
        return new People(properties.peopleFile());
    }

    @Bean
    CurrentAccess currentAccess(ApiTokens tokens, People people, Clock clock) {
        return new SignedInAccess(tokens, people, clock);
    }

    @Bean
    CurrentReason currentReason() {
        return new RequestReason();
    }

    @Bean
    PeopleOffice peopleOffice(People people, ApiTokens tokens, PasswordEncoder encoder, Journal journal, Clock clock) {
        return new PeopleOffice(people, tokens, password -> String.valueOf(encoder.encode(password)), journal, clock);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    ProblemResponse problemResponse(JsonMapper json) {
        return new ProblemResponse(json);
    }

    /** No cookie is read or set here, so no other site can make a browser act, and no CSRF token is needed. */
    @Bean
    @Order(1)
    SecurityFilterChain apiSecurity(
            HttpSecurity http,
            ApiTokens tokens,
            CurrentAccess caller,
            ProblemResponse problems,
            SecurityProperties properties,
            Clock clock) {
        RateLimitFilter rateLimit =
                new RateLimitFilter(properties.requestsPerMinute(), TimeMeter.SYSTEM_NANOTIME, problems);
        IdempotencyFilter idempotency = new IdempotencyFilter(new KeptAnswers(clock), problems);
        return ResponseHeaders.on(http)
                .securityMatcher(forPrograms())
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                            .permitAll();
                    new AccessRules(caller).api(requests);
                })
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new BearerTokenFilter(tokens, problems), UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(rateLimit, BearerTokenFilter.class)
                .addFilterAfter(idempotency, AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(problems::unauthorized)
                        .accessDeniedHandler(problems::forbidden))
                .build();
    }

    /** The page about the API lies below {@code /api} too, but it is for people. */
    private static RequestMatcher forPrograms() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return new AndRequestMatcher(
                new OrRequestMatcher(paths.matcher("/api/**"), paths.matcher("/actuator/**")),
                new NegatedRequestMatcher(paths.matcher("/api/docs/**")));
    }

    @Bean
    @Order(2)
    SecurityFilterChain consoleSecurity(
            HttpSecurity http, AuthenticationManager signIn, StaySignedIn staySignedIn, CurrentAccess caller) {
        return ResponseHeaders.on(http)
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll()
                            .requestMatchers("/login", "/assets/**", "/healthz", "/readyz", "/favicon.ico", "/error")
                            .permitAll();
                    new AccessRules(caller).console(requests);
                })
                .authenticationManager(signIn)
                .formLogin(form ->
                        form.loginPage("/login").defaultSuccessUrl("/").failureHandler(new SignInFailureHandler()))
                .rememberMe(
                        stay -> stay.rememberMeServices(staySignedIn.services()).key(staySignedIn.key()))
                // In a cookie, so that the forms of open pages can still be sent when the server was started anew.
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie()))
                .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(new SignInEntryPoint())
                        .accessDeniedHandler(new PageRefusal(caller)))
                .build();
    }

    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName("weir-csrf");
        repository.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return repository;
    }

    private static String administratorPassword(SecurityProperties properties) {
        return SecretFile.read(properties.adminPasswordFile(), "weir.security.admin-password-file");
    }

    @Bean
    StaySignedIn staySignedIn(SecurityProperties properties, People people) {
        return new StaySignedIn(properties.signInKeyFile(), administratorPassword(properties), people);
    }

    /** The administrator's password lives in memory as a hash only. */
    @Bean
    AuthenticationManager signIn(
            SecurityProperties properties,
            PasswordEncoder encoder,
            People people,
            StaySignedIn staySignedIn,
            Clock clock) {
        String password = administratorPassword(properties);
        String hash = password.isEmpty() ? "" : String.valueOf(encoder.encode(password));
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(new PeopleDetails(hash, people));
        provider.setPasswordEncoder(encoder);
        return new ProviderManager(new SignInThrottle(provider, clock), staySignedIn.provider());
    }

    @Bean
    FilterRegistrationBean<HostFilter> hostFilter(SecurityProperties properties, ProblemResponse problems) {
        return first(new HostFilter(properties.allowedHosts(), problems), Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter(SecurityProperties properties, ProblemResponse problems) {
        return first(
                new BodyLimitFilter(Math.toIntExact(properties.maxBody().toBytes()), problems),
                Ordered.HIGHEST_PRECEDENCE + 1);
    }

    private static <F extends Filter> FilterRegistrationBean<F> first(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
