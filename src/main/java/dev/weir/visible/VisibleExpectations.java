package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.CurrentReason;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.expectation.Claim;
import dev.weir.expectation.Expectation;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationException;
import dev.weir.expectation.ExpectationGate;
import dev.weir.expectation.ExpectationGate.Breach;
import dev.weir.expectation.ExpectationRef;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.expectation.ExpectationWatch.Watched;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.expectation.Outcome;
import dev.weir.expectation.Overriding;
import dev.weir.expectation.Standing;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Expectations that name only namespaces of the reader; to write one needs the role editor in the namespace that owns it. What would break one
 * is refused whoever may see it, unless whoever writes says why.
 */
public final class VisibleExpectations {
    private final ExpectationBook book;
    private final ExpectationWatch watch;
    private final ExpectationGate gate;
    private final CurrentAccess reader;
    private final CurrentReason reason;
    private final Clock clock;

    public VisibleExpectations(
            ExpectationBook book,
            ExpectationWatch watch,
            ExpectationGate gate,
            CurrentAccess reader,
            CurrentReason reason,
            Clock clock) {
        this.book = book;
        this.watch = watch;
        this.gate = gate;
        this.reader = reader;
        this.reason = reason;
        this.clock = clock;
    }

    /**
     * What a change would break.
     *
     * @param hidden how many more, of which the reader may see nothing else
     */
    public record Breaches(List<Breach> visible, int hidden) {
        public boolean isEmpty() {
            return visible.isEmpty() && hidden == 0;
        }
    }

    private static boolean mayRead(Access access, Set<String> namespaces) {
        return namespaces.stream().allMatch(access::mayRead);
    }

    /** In order. */
    public List<Expectation> list() {
        Access access = reader.get();
        return book.list().stream()
                .filter(one -> mayRead(access, one.namespaces()))
                .toList();
    }

    public Optional<Expectation> find(ExpectationRef ref) {
        Access access = reader.get();
        return book.find(ref).filter(one -> mayRead(access, one.namespaces()));
    }

    /** How it stands. Its sentences are to be asked for with {@link #mayName}. */
    public Watched watched(Expectation expectation) {
        return watch.of(expectation);
    }

    /** Of a broken one between whom and by which policies, of an undecidable one what is missing; empty when it holds. */
    public String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Holds holds -> "";
            case Outcome.Broken broken -> broken.witness().sentence(this::mayName);
            case Outcome.Undecidable cannot -> cannot.why();
        };
    }

    /** Which change made it so; empty when that is not known. */
    public String cause(Standing standing) {
        Standing.Cause cause = standing.cause();
        if (cause == null) {
            return "";
        }
        boolean visible = cause.where().isEmpty() || mayName(cause.where());
        return visible ? cause.sentence() : "A change in another namespace.";
    }

    public boolean mayName(String namespace) {
        return reader.get().mayRead(namespace);
    }

    /** See {@link ExpectationBook#put}. */
    public Expectation save(ExpectationRef ref, Claim claim, long expected) {
        demandToWrite(ref, claim);
        return book.put(ref, claim, reader.get().name(), expected);
    }

    /** As if it were saved: whether the author may, and how it would stand. */
    public Watched tried(ExpectationRef ref, Claim claim) {
        demandToWrite(ref, claim);
        return watch.of(new Expectation(ref, claim, reader.get().name(), clock.instant(), 0));
    }

    private void demandToWrite(ExpectationRef ref, Claim claim) {
        Access access = reader.get();
        access.demand(Role.EDITOR, ref.namespace());
        claim.namespaces().forEach(namespace -> access.demand(Role.VIEWER, namespace));
    }

    /** False when there is none that the reader sees. */
    public boolean delete(ExpectationRef ref, long expected) {
        if (find(ref).isEmpty()) {
            return false;
        }
        reader.get().demand(Role.EDITOR, ref.namespace());
        return book.remove(ref, expected);
    }

    /** What a change would break. */
    public Breaches breaches(UnaryOperator<ClusterSnapshot> change) {
        return seen(gate.breaches(change));
    }

    private Breaches seen(List<Breach> breaches) {
        Access access = reader.get();
        List<Breach> visible = breaches.stream()
                .filter(breach -> mayRead(access, breach.expectation().namespaces()))
                .toList();
        return new Breaches(visible, breaches.size() - visible.size());
    }

    /** Whether there is anything that a change could break. */
    boolean isOpen() {
        return gate.isOpen();
    }

    /**
     * Throws {@link ExpectationsBrokenException} when a change would break something and its author does not say why it should.
     *
     * @param what is to be written
     * @param namespaces in which
     * @return what is to be recorded when it was written; empty when nothing breaks
     */
    Optional<Overriding> demandKept(UnaryOperator<ClusterSnapshot> change, String what, Set<String> namespaces) {
        List<Breach> breaches = gate.breaches(change);
        if (breaches.isEmpty()) {
            return Optional.empty();
        }
        String why = reason.get();
        if (why.isEmpty()) {
            Breaches seen = seen(breaches);
            throw new ExpectationsBrokenException(seen.visible(), seen.hidden());
        }
        if (why.length() > Overriding.LONGEST_REASON) {
            throw new ExpectationException(
                    "The reason to override an expectation has at most " + Overriding.LONGEST_REASON + " characters.");
        }
        return Optional.of(overriding(breaches, why, what, namespaces));
    }

    private Overriding overriding(List<Breach> breaches, String why, String what, Set<String> namespaces) {
        Set<String> all = new TreeSet<>(namespaces);
        breaches.forEach(breach -> all.addAll(breach.expectation().namespaces()));
        List<Overriding.BrokenOne> broken = breaches.stream()
                .map(Breach::expectation)
                .map(one -> new Overriding.BrokenOne(
                        one.ref().namespace(), one.ref().name(), one.sentence()))
                .toList();
        return new Overriding(clock.instant(), reader.get().name(), why, what, broken, List.copyOf(all));
    }

    void record(Overriding overriding) {
        book.record(overriding);
    }

    /** The newest first, of namespaces all of which the reader may see. */
    public List<Overriding> overridings() {
        Access access = reader.get();
        return book.overridings().stream()
                .filter(one -> mayRead(access, Set.copyOf(one.namespaces())))
                .toList();
    }
}
