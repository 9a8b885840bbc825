package dev.weir.console;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.Namespace;
import dev.weir.console.Parts.Banner;
import dev.weir.console.Parts.Link;
import dev.weir.flow.store.Stall;
import dev.weir.nodes.NodeProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param forcedTheme {@code light} or {@code dark}; null when the browser's preference decides
 * @param scope the namespace that the page is about or filtered by; empty = all
 * @param refresh whether this is an answer to the status poll, whose banners replace those of the page
 */
record ShellView(
        @Nullable String forcedTheme,
        List<Theme> themes,
        String user,
        List<String> namespaces,
        String scope,
        Nodes nodes,
        List<Banner> banners,
        List<Entry> navigation,
        Zone zone,
        boolean refresh) {
    private static final int NAMESPACES_SUGGESTED = 300;

    /** By section, the letter that goes there after {@code g}. */
    private static final Map<String, String> GO = Map.ofEntries(
            Map.entry("summary", "s"),
            Map.entry("policies", "p"),
            Map.entry("changes", "c"),
            Map.entry("logs", "l"),
            Map.entry("flows", "m"),
            Map.entry("reach", "r"),
            Map.entry("expectations", "x"),
            Map.entry("nodes", "n"),
            Map.entry("alerts", "a"),
            Map.entry("history", "h"));

    /** A button of the theme switch. */
    record Theme(String value, String icon, String text, boolean current) {}

    /** The light in the header. */
    record Nodes(@Nullable String href, String text, String title, boolean degraded) {}

    /**
     * @param key goes there after {@code g}; null where no key does
     * @param count what waits there, with the words for it; null when nothing does
     */
    record Entry(
            String section,
            String href,
            String icon,
            String text,
            @Nullable String key,
            @Nullable Count count) {
        Entry(String section, String href, String icon, String text) {
            this(section, href, icon, text, null);
        }

        Entry(String section, String href, String icon, String text, @Nullable Count count) {
            this(section, href, icon, text, GO.get(section), count);
        }
    }

    record Count(String number, String text) {}

    /** In which zone times of day are told, and what that means. */
    record Zone(String name, String text, String title) {}

    /**
     * Who asks, how they want to see it, and how many alerts wait for them.
     *
     * @param seesNodes whether the pages of the nodes are for them
     */
    record Reader(String user, @Nullable String theme, String scope, boolean refresh, long firing, boolean seesNodes) {}

    static ShellView of(
            Reader reader, ClusterView cluster, List<NodeProgress> nodes, Optional<Stall> stall, Texts texts) {
        String theme = reader.theme();
        String forced = "light".equals(theme) || "dark".equals(theme) ? theme : null;
        return new ShellView(
                forced,
                themes(forced, texts),
                reader.user(),
                cluster.current().namespaces().stream()
                        .map(Namespace::name)
                        .limit(NAMESPACES_SUGGESTED)
                        .toList(),
                reader.scope(),
                light(nodes, reader.seesNodes(), texts),
                banners(cluster.freshness(), reader.seesNodes() ? nodes : List.of(), stall, texts),
                navigation(reader, texts),
                zone(texts),
                reader.refresh());
    }

    private static Zone zone(Texts texts) {
        String name = texts.zone();
        return new Zone(
                name, texts.of("shell.zone", name), texts.of("shell.zone.title", name, texts.utcTime(texts.now())));
    }

    private static List<Theme> themes(@Nullable String forced, Texts texts) {
        return List.of(
                new Theme("auto", "auto", texts.of("theme.auto"), forced == null),
                new Theme("light", "sun", texts.of("theme.light"), "light".equals(forced)),
                new Theme("dark", "moon", texts.of("theme.dark"), "dark".equals(forced)));
    }

    private static Nodes light(List<NodeProgress> nodes, boolean link, Texts texts) {
        long well =
                nodes.stream().filter(node -> NodeHealth.isWell(node, texts)).count();
        return new Nodes(
                link ? "/nodes" : null,
                texts.of("shell.nodes", well, nodes.size()),
                texts.of("shell.nodes.title", well, nodes.size()),
                well < nodes.size() || nodes.isEmpty());
    }

    private static List<Banner> banners(
            Freshness freshness, List<NodeProgress> nodes, Optional<Stall> stall, Texts texts) {
        List<Banner> banners = new ArrayList<>();
        switch (freshness) {
            case Freshness.NeverSynced never ->
                banners.add(Banner.error(texts.of("banner.never-synced"), texts.of("banner.never-synced.text")));
            case Freshness.Stale stale ->
                banners.add(Banner.error(
                        texts.of("banner.stale", texts.age(stale.since())), texts.of("banner.stale.text")));
            case Freshness.Current current -> {}
        }
        stall.map(stopped -> Banner.error(
                        texts.of("banner.stall", texts.age(stopped.since())),
                        texts.of("banner.stall.text", stopped.reason())))
                .ifPresent(banners::add);
        List<NodeProgress> unwell =
                nodes.stream().filter(node -> !NodeHealth.isWell(node, texts)).toList();
        if (!unwell.isEmpty()) {
            NodeProgress first = unwell.getFirst();
            banners.add(Banner.warning(
                    texts.of("banner.nodes", unwell.size(), nodes.size()),
                    texts.of("banner.nodes.text", first.name(), NodeHealth.sentence(first, texts)),
                    new Link("/nodes", texts.of("banner.nodes.link"))));
        }
        return banners;
    }

    private static @Nullable Count firing(long alerts, Texts texts) {
        return alerts == 0 ? null : new Count(texts.number(alerts), texts.of("nav.alerts.firing", alerts));
    }

    private static List<Entry> navigation(Reader reader, Texts texts) {
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry("summary", "/", "summary", texts.of("nav.summary")),
                new Entry("policies", "/policies", "policies", texts.of("nav.policies")),
                new Entry("changes", "/changes", "changes", texts.of("nav.changes")),
                new Entry("logs", "/logs", "logs", texts.of("nav.logs")),
                new Entry("reach", "/reach", "arrow", texts.of("nav.reach")),
                new Entry("flows", "/flows", "flows", texts.of("nav.flows")),
                new Entry("expectations", "/expectations", "check", texts.of("nav.expectations")),
                new Entry("logging", "/logging", "logging", texts.of("nav.logging"))));
        if (reader.seesNodes()) {
            entries.add(new Entry("nodes", "/nodes", "nodes", texts.of("nav.nodes")));
        }
        entries.add(new Entry("alerts", "/alerts", "alerts", texts.of("nav.alerts"), firing(reader.firing(), texts)));
        entries.add(new Entry("history", "/history", "history", texts.of("nav.history")));
        entries.add(new Entry("access", "/access", "access", texts.of("nav.access")));
        return List.copyOf(entries);
    }
}
