package dev.weir.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.audit.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleOfficeTests {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String PASSWORD = "correct horse battery";
    private static final List<Grant> READS_SHOP = List.of(Grant.parse("viewer@shop"));

    @TempDir
    Path directory;

    private People people() {
        return new People(directory.resolve("people").toString());
    }

    private PeopleOffice office(People people) {
        return new PeopleOffice(people, tokens(), password -> "hash of " + password.length(), Journal.NONE, NOON);
    }

    private ApiTokens tokens() {
        return new ApiTokens(directory.resolve("tokens"), "", Journal.NONE, NOON);
    }

    @Test
    void peopleOutliveARestartAndTheirPasswordsAreKeptNowhere() throws Exception {
        office(people()).put("anna", PASSWORD, READS_SHOP, "admin");
        Person anna = people().find("anna").orElseThrow();
        assertThat(anna.access().grants()).isEqualTo(READS_SHOP);
        assertThat(anna.createdBy()).isEqualTo("admin");
        assertThat(Files.readString(directory.resolve("people"))).doesNotContain(PASSWORD);
        assertThat(anna.toString()).doesNotContain(anna.passwordHash());
    }

    @Test
    void withoutAPasswordTheOldOneStays() {
        People people = people();
        office(people).put("anna", PASSWORD, READS_SHOP, "admin");
        String before = people.find("anna").orElseThrow().passwordHash();
        office(people).put("anna", null, List.of(Grant.parse("editor@shop")), "admin");
        assertThat(people.find("anna").orElseThrow().passwordHash()).isEqualTo(before);
        assertThat(people.access("anna").may(Role.EDITOR, "shop")).isTrue();
    }

    @Test
    void tokensGoWithTheirMaker() {
        ApiTokens tokens = tokens();
        People people = people();
        PeopleOffice office = new PeopleOffice(people, tokens, password -> "hash", Journal.NONE, NOON);
        office.put("anna", PASSWORD, READS_SHOP, "admin");
        ApiTokens.Created token = tokens.create("ci", READS_SHOP.getFirst(), "anna", null);
        assertThat(office.remove("anna")).isTrue();
        assertThat(tokens.authenticate(token.secret())).isEmpty();
        assertThat(people.access("anna")).isEqualTo(Access.NOBODY);
    }

    @Test
    void whatCannotBeIsRefusedWithTheReason() {
        PeopleOffice office = office(people());
        assertThatThrownBy(() -> office.put("anna", null, READS_SHOP, "admin"))
                .hasMessageContaining("needs a password");
        assertThatThrownBy(() -> office.put("anna", "short", READS_SHOP, "admin"))
                .hasMessageContaining("12 characters");
        assertThatThrownBy(() -> office.put("anna", "x".repeat(73), READS_SHOP, "admin"))
                .hasMessageContaining("72 bytes");
        assertThatThrownBy(() -> office.put("Anna B", PASSWORD, READS_SHOP, "admin"))
                .isInstanceOf(AccessException.class);
        assertThatThrownBy(() -> office.put("admin", PASSWORD, READS_SHOP, "admin"))
                .hasMessageContaining("operator");
        assertThatThrownBy(() -> office.put("anna", PASSWORD, List.of(), "admin"))
                .hasMessageContaining("role");
        assertThat(office.list()).isEmpty();
    }

    @Test
    void theJournalSaysWhatSomebodyMayDoAndNeverAPasswordItsHashOrASecret() {
        List<String> lines = new ArrayList<>();
        Journal journal = (subject, before, after) -> lines.add(subject + " [" + before + "] [" + after + "]");
        ApiTokens tokens = new ApiTokens(directory.resolve("tokens"), "", journal, NOON);
        PeopleOffice office = new PeopleOffice(people(), tokens, password -> "hash of it", journal, NOON);
        office.put("anna", PASSWORD, READS_SHOP, "admin");
        ApiTokens.Created token = tokens.create("ci", READS_SHOP.getFirst(), "anna", null);
        office.put("anna", null, List.of(Grant.parse("viewer@cart")), "admin");
        office.remove("anna");
        assertThat(lines)
                .extracting(line -> line.replace("\n", "; "))
                .containsExactly(
                        "Person anna [] [roles: viewer@shop; password: set anew; ]",
                        "Token ci (" + token.token().id()
                                + ") [] [grant: viewer@shop; created by: anna; expires: never; ]",
                        "Person anna [roles: viewer@shop; ] [roles: viewer@cart; ]",
                        "Token ci (" + token.token().id()
                                + ") [grant: viewer@shop; created by: anna; expires: never; ] []",
                        "Person anna [roles: viewer@cart; ] []");
        assertThat(lines)
                .noneMatch(line -> line.contains(PASSWORD)
                        || line.contains("hash of it")
                        || line.contains(token.secret())
                        || line.contains(token.token().hash()));
    }
}
