package dev.weir.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamespaceIdentityTests {
    private static final Path OWN = Path.of("/proc/self/ns/net");

    @Test
    void aNamespaceIsNamedAsTheLinkOfAProcessInIt() throws IOException {
        assertThat(Processes.identity(OWN)).contains(Files.readSymbolicLink(OWN).toString());
    }

    @Test
    void aNamespaceThatIsRemovedWhileItIsLookedAtDoesNotStopTheCleanUp(@TempDir Path directory) throws IOException {
        assertThat(Processes.identity(directory.resolve("weir.shop.web"))).isEmpty();
    }
}
