package dev.weir.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tables against a plain sorted map. */
class TableTests {
    private record Row(int key, int value) {}

    private static Table<Integer, Row> tableOf(Map<Integer, Row> rows) {
        return Table.of(rows.values(), Row::key);
    }

    @Test
    void everyVersionHasTheRowsOfASortedMapAndKnowsWhatChangedSinceAnyOther() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<Integer, Row> rows = new TreeMap<>();
        Table<Integer, Row> table = Table.empty();
        List<Table<Integer, Row>> versions = new ArrayList<>();
        List<TreeMap<Integer, Row>> expected = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            int changes = random.nextInt(20) == 0 ? 200 : random.nextInt(4);
            List<Row> written = new ArrayList<>();
            List<Integer> removed = new ArrayList<>();
            for (int i = 0; i < changes; i++) {
                Row row = new Row(random.nextInt(400), random.nextInt(3));
                if (random.nextBoolean()) {
                    written.add(row);
                } else {
                    removed.add(row.key());
                }
            }
            removed.removeIf(key -> written.stream().anyMatch(row -> row.key() == key));
            removed.forEach(rows::remove);
            written.forEach(row -> rows.put(row.key(), row));
            table = table.with(written, Row::key, removed);
            versions.add(table);
            expected.add(new TreeMap<>(rows));

            int earlier = random.nextInt(versions.size());
            assertThat(List.copyOf(table.values())).as("seed " + seed).isEqualTo(List.copyOf(rows.values()));
            assertThat(table.keysChangedSince(versions.get(earlier)))
                    .as("seed " + seed)
                    .isEqualTo(differences(expected.get(earlier), rows));
            assertThat(versions.get(earlier).keysChangedSince(table))
                    .as("backwards, seed " + seed)
                    .isEqualTo(differences(expected.get(earlier), rows));
            assertThat(table.equals(versions.get(earlier)))
                    .as("seed " + seed)
                    .isEqualTo(rows.equals(expected.get(earlier)));
            assertThat(table).as("seed " + seed).isEqualTo(tableOf(rows)).hasSameHashCodeAs(tableOf(rows));
        }
    }

    private static TreeSet<Integer> differences(Map<Integer, Row> one, Map<Integer, Row> other) {
        TreeSet<Integer> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> one.containsKey(key) && one.get(key).equals(other.get(key)));
        return keys;
    }

    @Test
    void whatChangesNothingIsTheSameTable() {
        Table<Integer, Row> table = Table.of(List.of(new Row(1, 1), new Row(2, 2)), Row::key);

        assertThat(table.with(List.of(new Row(1, 1)), Row::key, List.of(7))).isSameAs(table);
    }

    @Test
    void aRowThatIsRemovedAndWrittenAgainAsItWasStays() {
        Table<Integer, Row> table = Table.of(List.of(new Row(1, 1)), Row::key);

        assertThat(table.with(List.of(new Row(1, 1)), Row::key, List.of(1)).size())
                .isEqualTo(1);
    }

    @Test
    void rowsBetweenTwoKeysIncludeTheFirstAndNotTheLast() {
        Table<Integer, Row> table = Table.of(List.of(new Row(1, 1), new Row(2, 2), new Row(3, 3)), Row::key);

        assertThat(table.values(1, 3)).extracting(Row::key).containsExactly(1, 2);
    }

    @Test
    void theFirstOfARelationIsFollowedByTheSecondWhenItGoes() {
        Relation<Integer, String> claims = Relation.of(
                List.of(new Relation.Pair<>(4, "b"), new Relation.Pair<>(4, "a"), new Relation.Pair<>(5, "c")));

        assertThat(claims.first(4)).isEqualTo("a");
        assertThat(claims.all(4)).containsExactly("a", "b");
        Relation<Integer, String> later = claims.with(List.of(), List.of(new Relation.Pair<>(4, "a")));
        assertThat(later.first(4)).isEqualTo("b");
        assertThat(later.first(3)).isNull();
        assertThat(later.first(6)).isNull();
    }
}
