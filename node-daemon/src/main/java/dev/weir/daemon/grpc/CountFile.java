package dev.weir.daemon.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.daemon.count.CountStore;
import dev.weir.daemon.layout.CounterKey;
import dev.weir.daemon.layout.PairKey;
import dev.weir.daemon.net.Verdict;
import dev.weir.proto.daemon.v1.EnteredPair;
import dev.weir.proto.daemon.v1.EnteredVerdicts;
import dev.weir.proto.daemon.v1.SavedCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code <state>/counts.pb}. It is not forced to the disk: after a power cut the kernel's counters are gone as well, and what was
 * saved before still holds up to then.
 */
public final class CountFile implements CountStore {
    private static final Logger LOG = LoggerFactory.getLogger(CountFile.class);

    private final Path file;

    /** @param folder where the file is, or will be */
    public CountFile(Path folder) {
        file = folder.resolve("counts.pb");
    }

    /** A file that cannot be understood is put aside: the node counts anew from what the kernel still has. */
    @Override
    public Optional<dev.weir.daemon.count.SavedCounts> load() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(saved(SavedCounts.parseFrom(in)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            var aside = file.resolveSibling(file.getFileName() + ".damaged");
            LOG.error("{} is damaged and was put aside as {}: {}", file, aside, e.getMessage());
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    private static dev.weir.daemon.count.SavedCounts saved(SavedCounts message) {
        return new dev.weir.daemon.count.SavedCounts(
                CountMapper.counts(message.getCounts()),
                message.getVerdictsList().stream().collect(Collectors.toMap(CountFile::key, EnteredVerdicts::getCount)),
                message.getPairsList().stream().collect(Collectors.toMap(CountFile::key, EnteredPair::getCount)),
                message.getUncounted());
    }

    private static CounterKey key(EnteredVerdicts entered) {
        return new CounterKey(
                entered.getCookie(),
                ProgramMapper.direction(entered.getDirection()),
                CountMapper.verdict(entered.getAllowed(), entered.getWouldDeny()));
    }

    private static PairKey key(EnteredPair entered) {
        return new PairKey(
                ProgramMapper.address(entered.getSource()),
                ProgramMapper.address(entered.getDestination()),
                ProgramMapper.direction(entered.getDirection()),
                CountMapper.verdict(entered.getAllowed(), entered.getWouldDeny()));
    }

    @Override
    public void save(dev.weir.daemon.count.SavedCounts counts) throws IOException {
        var message = SavedCounts.newBuilder()
                .setCounts(CountMapper.counts(counts.counts()))
                .setUncounted(counts.uncounted());
        counts.counters()
                .forEach((key, count) -> message.addVerdicts(EnteredVerdicts.newBuilder()
                        .setCookie(key.cookie())
                        .setDirection(ProgramWriter.direction(key.direction()))
                        .setAllowed(key.verdict() == Verdict.ALLOWED)
                        .setWouldDeny(key.verdict() == Verdict.WOULD_DENY)
                        .setCount(count)));
        counts.pairs()
                .forEach((key, count) -> message.addPairs(EnteredPair.newBuilder()
                        .setSource(ByteString.copyFrom(key.source().wireBytes()))
                        .setDestination(ByteString.copyFrom(key.destination().wireBytes()))
                        .setDirection(ProgramWriter.direction(key.direction()))
                        .setAllowed(key.verdict() == Verdict.ALLOWED)
                        .setWouldDeny(key.verdict() == Verdict.WOULD_DENY)
                        .setCount(count)));
        DurableFile.replaceLazily(file, message.build()::writeTo);
    }
}
