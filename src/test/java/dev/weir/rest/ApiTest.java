package dev.weir.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A test over HTTP on a real port; all of them share one server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
        classes = {ApiTestServer.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "weir.security.token-file=src/test/resources/rest/api-token",
            "weir.security.admin-password-file=src/test/resources/rest/admin-password",
            "weir.security.tokens-file=${java.io.tmpdir}/weir-test-tokens-${random.uuid}",
            "weir.security.people-file="
        })
@interface ApiTest {}
