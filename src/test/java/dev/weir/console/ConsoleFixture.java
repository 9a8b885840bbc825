package dev.weir.console;

import dev.weir.AlertBeans;
import dev.weir.AuditBeans;
import dev.weir.VisibleConfiguration;
import dev.weir.WordsConfiguration;
import dev.weir.audit.Journal;
import dev.weir.change.ChangeBook;
import dev.weir.change.ChangeSets;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.counts.ClusterCounts;
import dev.weir.draft.Drafts;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeRegistry;
import dev.weir.views.SavedViews;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import tools.jackson.databind.json.JsonMapper;

/** The console over the {@link ShopCluster} at noon, with the real security in front; and a browser for it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ConfigurationPropertiesScan("dev.weir.security")
@Import({AlertBeans.class, AuditBeans.class, VisibleConfiguration.class, WordsConfiguration.class})
@ComponentScan(
        value = {"dev.weir.console", "dev.weir.security"},
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.Console(Fixture|Preview)"))
class ConsoleFixture {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Bean
    Clock clock() {
        return Clock.fixed(NOON, ZoneOffset.UTC);
    }

    @Bean
    ClusterState clusterState() {
        ClusterState state = new ClusterState();
        state.mark(new Freshness.Current(NOON));
        return state;
    }

    @Bean
    FakeKubernetesObjects kubernetesObjects(ClusterState state) {
        return new FakeKubernetesObjects(state);
    }

    @Bean
    NodeRegistry nodeRegistry() {
        return ShopNodes.healthy(NOON);
    }

    @Bean
    FakeEndpointReader endpointReader() {
        return new FakeEndpointReader();
    }

    @Bean
    RecordStore recordStore() {
        MemoryRecordStore store = new MemoryRecordStore();
        ShopTraffic traffic = new ShopTraffic();
        store.append(
                "weir-node-1",
                1,
                List.of(
                        traffic.allowed(NOON.minusSeconds(600)),
                        traffic.deniedOutbound(NOON.minusSeconds(120)),
                        traffic.denied(NOON.minusSeconds(60))));
        return store;
    }

    /** The shop has been as it is for a day; what tests make of it is not written down. */
    @Bean
    ClusterHistory clusterHistory(Clock clock) {
        ClusterHistory history = new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
        PastClusters.record(history, ClusterSnapshot.of(1, ShopCluster.contents()), NOON.minus(Duration.ofDays(1)));
        return history;
    }

    @Bean
    Drafts drafts(Clock clock) {
        return new Drafts("", clock);
    }

    @Bean
    SavedViews savedViews(Journal journal, Clock clock) {
        return new SavedViews("", journal, clock);
    }

    @Bean
    ChangeSets changeSets(
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            ClusterState cluster,
            ClusterCounts counts,
            Clock clock) {
        return new ChangeSets(new ChangeBook(""), objects, cluster, counts, clock);
    }

    @Bean
    ClusterCounts clusterCounts(NodeRegistry nodes, Clock clock) {
        return new ClusterCounts(nodes, clock);
    }

    /** A piece of a description: the controllers of the API are not here. */
    @Bean
    @Primary
    ApiDocument sampleApiDocument() {
        return (request, locale) -> JsonMapper.shared().readTree(ApiDocsPageTests.SAMPLE);
    }

    /** Everything that tests change, and a signed-in browser. */
    @Bean
    Browser browser(
            MockMvc mvc, ClusterState cluster, FakeKubernetesObjects objects, NodeRegistry nodes, Drafts drafts) {
        return new Browser(mvc, cluster, objects, (FakeNodeRegistry) nodes, drafts);
    }

    /** Asks as the administrator does; fragments as htmx does. */
    record Browser(
            MockMvc mvc, ClusterState cluster, FakeKubernetesObjects objects, FakeNodeRegistry nodes, Drafts drafts) {

        /** The shop as it was, before the next test. */
        void reset() {
            cluster.mark(new Freshness.Current(NOON));
            cluster.replace(ShopCluster.contents());
            objects.clear();
            ShopCluster.POLICIES.forEach(yaml -> objects.with(ShopCluster.object(yaml)));
            ShopNodes.reset(nodes, NOON);
            drafts.discard("admin", "shop/");
            drafts.discard("admin", "shop/web-in");
        }

        void become(ClusterContents contents) {
            cluster.replace(contents);
        }

        MockHttpServletResponse ask(MockHttpServletRequestBuilder request) {
            try {
                return mvc.perform(request.with(SecurityMockMvcRequestPostProcessors.user("admin"))
                                .with(SecurityMockMvcRequestPostProcessors.csrf()))
                        .andReturn()
                        .getResponse();
            } catch (Exception failed) {
                throw new IllegalStateException("the request failed", failed);
            }
        }

        MockHttpServletResponse get(String address) {
            return ask(MockMvcRequestBuilders.get(URI.create(address)));
        }

        Document page(String address) {
            return html(get(address));
        }

        Document fragment(String address) {
            return html(ask(MockMvcRequestBuilders.get(URI.create(address)).header("HX-Request", "true")));
        }

        MockHttpServletResponse post(String address, String... namesAndValues) {
            MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(URI.create(address));
            for (int i = 0; i < namesAndValues.length; i += 2) {
                request.param(namesAndValues[i], namesAndValues[i + 1]);
            }
            return ask(request);
        }

        static Document html(MockHttpServletResponse response) {
            try {
                return Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
            } catch (UnsupportedEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
