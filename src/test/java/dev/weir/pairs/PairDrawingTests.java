package dev.weir.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Guard;
import dev.weir.pairs.TalkingPair.Novelty;
import dev.weir.pairs.TalkingPair.Recorded;
import dev.weir.pairs.TalkingPair.Seen;
import dev.weir.pairs.TalkingPair.Sides;
import dev.weir.pairs.TalkingPair.Verdicts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

class PairDrawingTests {
    private static final long SEED = 20_261_125;

    private static Talker workload(String namespace, String name) {
        return new Talker(Talker.Kind.WORKLOAD, namespace, name);
    }

    private static TalkingPair pair(Talker source, Talker destination, boolean denied, Guard.State guard) {
        Verdicts verdicts = denied ? new Verdicts(0, 3, 0) : new Verdicts(5, 0, 0);
        return new TalkingPair(
                new Ends(source, destination),
                new Seen(!denied, denied, false, null),
                new Recorded(1, List.of(), new Sides(verdicts, Verdicts.NONE), null),
                null,
                Novelty.UNKNOWN,
                new Guard(guard, List.of()));
    }

    private static TalkingPair pair(String source, String destination) {
        return pair(workload("shop", source), workload("shop", destination), false, Guard.State.GUARDED);
    }

    private static Document drawn(List<TalkingPair> pairs) {
        return Jsoup.parse(PairDrawing.draw(pairs, new Names()), Parser.xmlParser());
    }

    private static final class Names implements PairDrawing.Words {
        @Override
        public String title() {
            return "map";
        }

        @Override
        public String name(Talker talker) {
            return talker.namespace() + "/" + talker.name();
        }

        @Override
        public String title(TalkingPair pair) {
            return name(pair.ends().source()) + " > " + name(pair.ends().destination());
        }

        @Override
        public String href(Talker talker) {
            return "/talker?name=" + talker.name();
        }

        @Override
        public String href(TalkingPair pair) {
            return "/pair";
        }
    }

    private static int layer(PairMap map, String name) {
        return Objects.requireNonNull(map.boxes().get(workload("shop", name))).layer();
    }

    @Test
    void whoIsReachedStandsToTheRightOfWhoReaches() {
        PairMap map = PairMap.of(List.of(pair("web", "cart"), pair("cart", "redis"), pair("web", "redis")));
        assertThat(layer(map, "web")).isZero();
        assertThat(layer(map, "cart")).isEqualTo(1);
        assertThat(layer(map, "redis")).isEqualTo(2);
    }

    @Test
    void manyLayersStandCloserTogetherAndAreNotMadeTooSmallToRead() {
        List<TalkingPair> chain = List.of(pair("a", "b"), pair("b", "c"), pair("c", "d"), pair("d", "e"));
        assertThat(drawn(chain).expectFirst("svg").className()).isEqualTo("pair-map wide");
        assertThat(PairMap.of(chain).width()).isLessThan(1300);
        assertThat(drawn(chain.subList(0, 2)).expectFirst("svg").className()).isEqualTo("pair-map");
    }

    /** Such a way bends to the right, where nothing else stands. */
    @Test
    void aWayBetweenTwoOfTheLastLayerIsNotCut() {
        List<TalkingPair> pairs = List.of(pair("a", "b"), pair("b", "c"), pair("a", "c"));
        List<TalkingPair> circle = List.of(pair("a", "b"), pair("b", "b"));
        assertThat(right(PairMap.of(pairs))).isEqualTo(PairMap.of(pairs).width() - 16);
        assertThat(right(PairMap.of(circle))).isLessThan(PairMap.of(circle).width() - 100);
    }

    private static int right(PairMap map) {
        return map.boxes().values().stream().mapToInt(PairMap.Box::right).max().orElseThrow();
    }

    @Test
    void thoseWhoTalkInACircleAndToThemselvesAreOnTheMap() {
        PairMap map = PairMap.of(List.of(pair("a", "b"), pair("b", "c"), pair("c", "a"), pair("a", "a")));
        assertThat(map.boxes()).hasSize(3);
        assertThat(drawn(map.pairs()).select("a.pair")).hasSize(4);
    }

    @Test
    void theOrderInWhichPairsComeMovesNothing() {
        Random random = new Random(SEED);
        List<TalkingPair> pairs = new ArrayList<>();
        Set<Ends> known = new HashSet<>();
        while (pairs.size() < PairDrawing.MOST_PAIRS) {
            TalkingPair next = pair(
                    workload("ns" + random.nextInt(4), "w" + random.nextInt(9)),
                    workload("ns" + random.nextInt(4), "w" + random.nextInt(9)),
                    random.nextBoolean(),
                    Guard.State.GUARDED);
            if (known.add(next.ends())) {
                pairs.add(next);
            }
        }
        PairMap first = PairMap.of(pairs);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(pairs, random);
            PairMap again = PairMap.of(pairs);
            assertThat(again.boxes()).as("seed %d", SEED).isEqualTo(first.boxes());
            assertThat(again.groups()).as("seed %d", SEED).isEqualTo(first.groups());
        }
        assertThat(new HashSet<>(first.boxes().values()))
                .as("no two in one place")
                .hasSameSizeAs(first.boxes().keySet());
        assertThat(first.boxes().values())
                .allMatch(box -> box.right() < first.width() && box.y() + PairMap.BOX_HEIGHT < first.height());
    }

    @Test
    void aPairThatIsUnguardedIsDashedAndADeniedOneHasACross() {
        Document map = drawn(List.of(
                pair(workload("a", "b"), workload("c", "d"), false, Guard.State.UNGUARDED),
                pair(workload("a", "b"), workload("e", "f"), true, Guard.State.GUARDED)));
        assertThat(map.select("a.unguarded > path[stroke-dasharray='5 4']")).hasSize(1);
        assertThat(map.select("a.denied > text.cross").text()).isEqualTo("✕");
        assertThat(map.select("a.allowed > text.cross")).isEmpty();
        assertThat(map.select("a > title").eachText()).contains("a/b > c/d", "a/b > e/f", "a/b");
    }

    @Test
    void whateverSomebodyIsCalledStaysText() {
        Document map = drawn(List.of(pair("<script>alert(1)</script>", "\" onload=\"x")));
        assertThat(map.select("script, [onload]")).isEmpty();
        assertThat(map.select("a.talker > title").eachText()).contains("shop/<script>alert(1)</script>");
    }
}
