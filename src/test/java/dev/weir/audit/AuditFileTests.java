package dev.weir.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditFileTests {
    private final AuditFile file = new AuditFile("", List.of("CREATE TABLE seen (name VARCHAR)"));

    @AfterEach
    void close() {
        file.close();
    }

    private List<String> seen() {
        return file.ask("SELECT name FROM seen", List.of(), row -> row.getString(1));
    }

    /** A transaction that stays open would refuse all that come after it. */
    @Test
    void workThatFailsForWhateverReasonIsUndoneAndTheNextIsDone() {
        assertThatThrownBy(() -> file.together(() -> {
                    file.change("INSERT INTO seen VALUES (?)", "undone");
                    throw new IllegalStateException("no reason that anybody foresaw");
                }))
                .isInstanceOf(AuditException.class);

        file.together(() -> file.change("INSERT INTO seen VALUES (?)", "done"));

        assertThat(seen()).containsExactly("done");
    }
}
