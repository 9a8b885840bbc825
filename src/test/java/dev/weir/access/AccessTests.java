package dev.weir.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTests {
    private static Access access(String... grants) {
        return new Access("anna", Arrays.stream(grants).map(Grant::parse).toList());
    }

    @Test
    void eachRoleMayWhatThoseBeforeItMay() {
        Access editor = access("editor@shop");
        assertThat(editor.may(Role.VIEWER, "shop")).isTrue();
        assertThat(editor.may(Role.EDITOR, "shop")).isTrue();
        assertThat(editor.may(Role.ADMIN, "shop")).isFalse();
        assertThat(editor.may(Role.VIEWER, "payments")).isFalse();
    }

    @Test
    void nobodyMayNothing() {
        for (Role role : Role.values()) {
            assertThat(Access.NOBODY.may(role, "shop")).isFalse();
            assertThat(Access.NOBODY.mayAnywhere(role)).isFalse();
            assertThat(Access.NOBODY.mayEverywhere(role)).isFalse();
        }
    }

    @Test
    void severalGrantsAddUp() {
        Access both = access("viewer@*", "editor@shop,cart");
        assertThat(both.greatest("shop")).isEqualTo(Role.EDITOR);
        assertThat(both.greatest("payments")).isEqualTo(Role.VIEWER);
        assertThat(both.mayEverywhere(Role.VIEWER)).isTrue();
        assertThat(both.mayEverywhere(Role.EDITOR)).isFalse();
        assertThat(both.namespaces(Role.EDITOR).names()).containsExactly("cart", "shop");
    }

    @Test
    void allNamespacesAreMoreThanAnyList() {
        assertThat(access("viewer@shop,cart").covers(Grant.parse("viewer@*"))).isFalse();
        assertThat(access("admin@*").covers(Grant.parse("viewer@shop"))).isTrue();
        assertThat(access("admin@shop").covers(Grant.parse("editor@shop,cart"))).isFalse();
    }

    @Test
    void aGrantIsWrittenAsItIsRead() {
        for (String text : List.of("viewer@*", "editor@shop", "admin@cart,shop")) {
            assertThat(Grant.parse(text)).hasToString(text);
        }
    }

    @Test
    void whatIsNoGrantIsRefused() {
        for (String text :
                List.of("king@shop", "viewer@", "viewer@Shop", "viewer@a b", "viewer@shop,,cart", "viewer@.*")) {
            assertThatThrownBy(() -> Grant.parse(text)).as(text).isInstanceOf(AccessException.class);
        }
    }
}
