package dev.weir.security;

import dev.weir.access.ApiTokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** Two doors: bearer tokens for programs under {@code /api} and {@code /actuator}, a session for people everywhere else. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String ADMIN = "admin";

    @Bean
    ApiTokens apiTokens(SecurityProperties properties, Clock clock) {
        String bootstrap = SecretFile.read(properties.tokenFile(), "weir.security.token-file");
        return new ApiTokens(Path.of(properties.tokensFile()), bootstrap, clock);
    }

    @Bean
    ProblemResponse problemResponse(JsonMapper json) {
        return new ProblemResponse(json);
    }

    /** No cookie is read or set here, so no other site can make a browser act, and no CSRF token is needed. */
    @Bean
    @Order(1)
    SecurityFilterChain apiSecurity(HttpSecurity http, ApiTokens tokens, ProblemResponse problems) {
        return ResponseHeaders.on(http)
                .securityMatcher("/api/**", "/actuator/**")
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET)
                                .authenticated()
                                .requestMatchers(HttpMethod.HEAD)
                                .authenticated()
                                .anyRequest()
                                .hasRole("ADMIN"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(new BearerTokenFilter(tokens, problems), UsernamePasswordAuthenticationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(problems::unauthorized)
                        .accessDeniedHandler(problems::forbidden))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain consoleSecurity(HttpSecurity http, AuthenticationManager administrators) {
        return ResponseHeaders.on(http)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers("/login", "/assets/**", "/healthz", "/readyz", "/favicon.ico", "/error")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .authenticationManager(administrators)
                .formLogin(form ->
                        form.loginPage("/login").defaultSuccessUrl("/").failureHandler(new SignInFailureHandler()))
                .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(new SignInEntryPoint()))
                .build();
    }

    /** The administrator's password lives in memory as a bcrypt hash only. */
    @Bean
    AuthenticationManager administrators(SecurityProperties properties, Clock clock) {
        BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
        String password = SecretFile.read(properties.adminPasswordFile(), "weir.security.admin-password-file");
        Collection<UserDetails> users = password.isEmpty()
                ? List.of()
                : List.of(User.withUsername(ADMIN)
                        .password(encoder.encode(password))
                        .roles("ADMIN")
                        .build());
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(new InMemoryUserDetailsManager(users));
        provider.setPasswordEncoder(encoder);
        return new ProviderManager(new SignInThrottle(provider, clock));
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
