package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proto.v1.ProgramUpdate;
import org.junit.jupiter.api.Test;

class UpdateAssemblyTests {
    private final UpdateAssembly assembly = new UpdateAssembly();

    private static ProgramUpdate message(long revision, boolean more, long... removedSubjects) {
        var update =
                ProgramUpdate.newBuilder().setSession(7).setRevision(revision).setMore(more);
        for (var subject : removedSubjects) {
            update.addRemovedSubjects(subject);
        }
        return update.build();
    }

    @Test
    void anUpdateOfOneMessageIsWholeAtOnce() throws Exception {
        assertThat(assembly.add(message(3, false, 1))).contains(message(3, false, 1));
    }

    @Test
    void nothingIsHeardOfALargeUpdateBeforeItsLastMessage() throws Exception {
        assertThat(assembly.add(message(3, true, 1))).isEmpty();
        assertThat(assembly.add(message(3, true, 2))).isEmpty();

        assertThat(assembly.add(message(3, false, 4))).contains(message(3, false, 1, 2, 4));
    }

    @Test
    void oneUpdateCanFollowAnother() throws Exception {
        assembly.add(message(3, true, 1));
        assembly.add(message(3, false, 2));

        assertThat(assembly.add(message(4, true, 5))).isEmpty();
        assertThat(assembly.add(message(4, false))).contains(message(4, false, 5));
    }

    @Test
    void anUpdateInTheMiddleOfAnotherBreaksTheConnection() throws Exception {
        assembly.add(message(3, true, 1));

        assertThatThrownBy(() -> assembly.add(message(4, false, 2))).hasMessageContaining("in the middle of 3");
    }

    @Test
    void anUpdateThatIsTooLargeBreaksTheConnection() throws Exception {
        var small = new UpdateAssembly(60);
        small.add(message(3, true, 1, 2));

        assertThatThrownBy(() -> small.add(message(3, true, 1, 2, 3, 4))).hasMessageContaining("larger than");
    }
}
