package dev.weir.console;

import dev.weir.console.ConsoleFixture.Browser;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/** A page is asked for with and without {@code HX-Request}, and its HTML is looked at. */
@SpringBootTest(
        classes = ConsoleFixture.class,
        properties = {"management.endpoint.health.validate-group-membership=false", "weir.security.people-file="})
@AutoConfigureMockMvc
abstract class PageTests {
    @Autowired
    Browser browser;

    @BeforeEach
    void openTheShop() {
        browser.reset();
    }
}
