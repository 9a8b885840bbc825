package dev.weir.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A change made in the cluster is made in the file in the repository, and nothing else is. */
class ManifestChangeTests {
    /** As the API server answers. */
    private static final String CLUSTER = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web-in
              namespace: shop
              annotations: {argocd.argoproj.io/tracking-id: "shop:x", note: old}
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
              - from: [{podSelector: {matchLabels: {app: cart}}}]
                ports: [{port: 8080, protocol: TCP}]
              policyTypes: [Ingress]
            """;

    private static final String MANIFEST = """
            # The shop.
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web-in}
            --- # who may talk to web
            kind: NetworkPolicy
            apiVersion: networking.k8s.io/v1
            metadata:
              labels: {team: shop}   # not in the cluster yet
              name: web-in
            spec:
              ingress:
              # the cart only
              - ports:
                - port: 8080 # plain
                from:
                - podSelector: {matchLabels: {app: cart}}
              podSelector: {matchLabels: {app: web}}
            ---
            # the end
            """;

    private static String in(String manifest, String before, String after) {
        return new ManifestChange(
                        ObjectDocument.parse(before).object(),
                        ObjectDocument.parse(after).object())
                .in(manifest);
    }

    @Test
    void onlyWhatWasChangedIsChanged() {
        assertThat(in(MANIFEST, CLUSTER, CLUSTER.replace("port: 8080", "port: 9090")))
                .isEqualTo(MANIFEST.replace("port: 8080", "port: 9090"));
        assertThat(in(MANIFEST, CLUSTER, CLUSTER.replace("[Ingress]", "[Ingress, Egress]")))
                .isEqualTo(MANIFEST.replace(
                        "app: web}}\n---", "app: web}}\n  policyTypes:\n  - Ingress\n  - Egress\n---"));
        assertThat(in(MANIFEST, CLUSTER, CLUSTER)).isEqualTo(MANIFEST);
    }

    @Test
    void anItemIsAddedBesideThoseOfTheAuthor() {
        String added = CLUSTER.replace("  policyTypes", "  - ports: [{port: 443, protocol: TCP}]\n  policyTypes");
        assertThat(in(MANIFEST, CLUSTER, added))
                .contains("# the cart only\n  - ports:\n    - port: 8080 # plain\n    from:")
                .contains("  - ports:\n    - port: 443\n      protocol: TCP\n");
    }

    @Test
    void whatTheManifestNeverSaidIsNotTakenFromIt() {
        assertThat(in(MANIFEST, CLUSTER, CLUSTER.replace(", note: old", "")))
                .as("annotations that only the cluster has")
                .isEqualTo(MANIFEST);
        assertThat(in(MANIFEST, CLUSTER, CLUSTER.replace("note: old", "note: new")))
                .contains("annotations:\n    note: new")
                .doesNotContain("argocd");
    }

    @Test
    void aListThatSaysSomethingElseIsReplacedAsAWhole() {
        String drifted = MANIFEST.replace("app: cart", "app: bank");
        assertThat(in(drifted, CLUSTER, CLUSTER.replace("port: 8080", "port: 9090")))
                .contains("app: cart", "port: 9090")
                .doesNotContain("app: bank");
    }

    @Test
    void aFileWithoutThePolicyIsRefused() {
        for (String file :
                List.of("", "kind: NetworkPolicy\nmetadata: {name: other}\n", MANIFEST.replace("Policy", ""))) {
            assertThatThrownBy(() -> in(file, CLUSTER, CLUSTER))
                    .isInstanceOf(DocumentSyntaxException.class)
                    .hasMessage("There is no NetworkPolicy web-in in it.");
        }
        assertThatThrownBy(() -> in(MANIFEST.replace("name: web-in", "name: {{ .Values.name }}"), CLUSTER, CLUSTER))
                .isInstanceOf(DocumentSyntaxException.class);
    }

    @Test
    void anyChangeInAnyManifestGivesTheObjectThatOneExpects() {
        for (long seed = 0; seed < 400; seed++) {
            RandomYaml random = new RandomYaml(new Random(seed));
            Map<String, Object> before = random.policy();
            Map<String, Object> after = TreeEdit.applied(before, random.edit(before));
            after = TreeEdit.applied(after, random.edit(after));
            String manifest = random.write(before);
            ManifestChange change = new ManifestChange(before, after);
            assertThat(ObjectDocument.parse(change.in(manifest)).object())
                    .as("seed %d%n%s", seed, manifest)
                    .isEqualTo(after);
            assertThat(merged(before, change.mergePatch(before)))
                    .as("seed %d", seed)
                    .isEqualTo(after);
        }
    }

    @Test
    void ofAManifestThatSaysLessNothingIsChangedBesides() {
        for (long seed = 0; seed < 400; seed++) {
            Random dice = new Random(seed);
            RandomYaml random = new RandomYaml(dice);
            Map<String, Object> before = random.policy();
            Map<String, Object> after = TreeEdit.applied(before, random.edit(before));
            Map<String, Object> less = new LinkedHashMap<>();
            before.forEach((key, value) -> less.put(key, key.equals("spec") ? withoutDefaults(value, dice) : value));
            Map<String, Object> result = ObjectDocument.parse(new ManifestChange(before, after).in(random.write(less)))
                    .object();
            assertThat(merged(less, new ManifestChange(before, after).mergePatch(less)))
                    .as("seed %d: both patches mean the same", seed)
                    .isEqualTo(result);
            assertThat(says(result, after))
                    .as("seed %d%n%s%n%s", seed, result, after)
                    .isTrue();
        }
    }

    /** Without some fields that hold no object and no list, as those are that an API server fills in. */
    private static @Nullable Object withoutDefaults(@Nullable Object value, Random dice) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(withoutDefaults(item, dice)));
            return items;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        map.forEach((key, entry) -> {
            if (!(entry instanceof String) || dice.nextInt(3) > 0) {
                object.put(String.valueOf(key), withoutDefaults(entry, dice));
            }
        });
        return object;
    }

    /** Whether nothing is said in one that is not so in the other. */
    private static boolean says(@Nullable Object less, @Nullable Object more) {
        if (less instanceof Map<?, ?> some && more instanceof Map<?, ?> all) {
            return some.keySet().stream().allMatch(key -> all.containsKey(key) && says(some.get(key), all.get(key)));
        }
        if (less instanceof List<?> some && more instanceof List<?> all) {
            boolean same = some.size() == all.size();
            for (int i = 0; same && i < some.size(); i++) {
                same = says(some.get(i), all.get(i));
            }
            return same;
        }
        return Objects.equals(less, more);
    }

    /** RFC 7386, section 2. */
    private static Object merged(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?> changes)) {
            return Objects.requireNonNull(patch);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        if (target instanceof Map<?, ?> map) {
            map.forEach((key, value) -> result.put(String.valueOf(key), value));
        }
        changes.forEach((key, value) -> {
            if (value == null) {
                result.remove(String.valueOf(key));
            } else {
                result.put(String.valueOf(key), merged(result.get(key), value));
            }
        });
        return result;
    }
}
