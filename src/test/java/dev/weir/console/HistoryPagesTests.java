package dev.weir.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditReader;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Sightings;
import dev.weir.audit.Subject;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.document.PolicyText;
import dev.weir.draft.Drafts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.annotation.DirtiesContext;

@DirtiesContext
class HistoryPagesTests extends PageTests {
    private static final Instant NOON = ConsoleFixture.NOON;
    private static final ObjectRef WEB_IN = Sightings.policy("shop", "web-in");
    private static final String OPEN = Sightings.policy("shop", "web-in", 8080);
    private static final String CLOSED = OPEN.replaceAll("(?s)  ingress:.*  policyTypes", "  policyTypes");

    @Autowired
    AuditTrail trail;

    @Autowired
    Drafts drafts;

    @BeforeEach
    void closedByKubectlAndOpenedAgainByArgo() {
        if (!entries(AuditQuery.ALL.ofPolicy("shop", "web-in")).isEmpty()) {
            return; // The trail is only added to, and these tests only read what is about this policy.
        }
        Map<String, Object> open = Sightings.written(OPEN, "1", "argocd-controller", NOON.minusSeconds(600));
        Map<String, Object> closed = Sightings.written(CLOSED, "2", "kubectl-edit", NOON.minusSeconds(300));
        new Sightings(trail)
                .see(NOON.minusSeconds(600), WEB_IN, null, open)
                .complete(NOON.minusSeconds(600))
                .see(NOON.minusSeconds(300), WEB_IN, open, closed)
                .see(
                        NOON.minusSeconds(120),
                        WEB_IN,
                        closed,
                        Sightings.written(OPEN, "3", "argocd-controller", NOON.minusSeconds(120)));
    }

    /** The one by kubectl, which was undone. */
    private long edit() {
        return entries(AuditQuery.ALL.ofPolicy("shop", "web-in")).get(1).id();
    }

    private List<AuditEntry> entries(AuditQuery query) {
        return trail.list(query, new AuditReader("admin", true, true, Set.of()), 100);
    }

    @Test
    void theListSaysWhoPastWhomAndByWhomItWasUndone() {
        Document page = browser.page("/history?ns=shop&policy=web-in");
        assertThat(page.select("tbody tr").get(0).text()).contains("argocd-controller");
        assertThat(page.select("tbody tr").get(1).text())
                .contains("policy shop/web-in", "kubectl-edit", "past Weir", "changed")
                .contains("Undone by argocd-controller after 3 min");
        assertThat(browser.page("/history?actor=kubectl-edit").select("tbody tr"))
                .isNotEmpty()
                .allMatch(row -> row.text().contains("kubectl-edit"));
        assertThat(browser.page("/history?policy=web-in&from=-1m").select("tbody tr"))
                .isEmpty();
        assertThat(browser.page("/history?ns=cart").text()).contains("No change like that", "All changes");
        assertThat(browser.get("/history?from=whenever").getStatus()).isEqualTo(400);
        assertThat(browser.get("/history?continue=x").getStatus()).isEqualTo(400);
    }

    @Test
    void olderChangesAreOnTheNextPage() {
        for (int i = 0; i < 60; i++) {
            trail.note(Subject.own(Subject.Kind.PERSON, "p" + i), "", "roles: viewer@shop\n");
        }
        Document first = browser.page("/history");
        assertThat(first.select("tbody tr")).hasSize(50);
        Document next = browser.page(first.select("a[rel=next]").attr("href"));
        assertThat(next.select("tbody tr").size()).isGreaterThanOrEqualTo(12);
        assertThat(next.text()).contains("kubectl-edit");
    }

    @Test
    void oneChangeSaysWhatItDidInWordsInYamlAndToConnections() {
        Document page = browser.page("/history/" + edit());
        assertThat(page.text())
                .contains("Undone by argocd-controller after 3 min", "not the person")
                .contains("no more: accept", "new: ");
        assertThat(page.select("ol.yaml li.removed").text()).contains("port: 8080");
        assertThat(page.select("section:has(#effect-heading)").text())
                .contains("No longer possible since", "shop/web", "By the pods, labels");
    }

    @Test
    void aRestoredVersionIsInTheEditorAndSavedByteForByte() {
        browser.post("/history/" + edit() + "/restore", "version", "after");
        Document editor = browser.page("/ns/shop/policies/web-in/edit?view=yaml");
        String text = editor.select("textarea[name=yaml]").get(0).wholeText().stripLeading();
        assertThat(text).isEqualTo(CLOSED);
        assertThat(PolicyText.of(browser.objects().get(WEB_IN)))
                .as("nothing is written yet")
                .isNotEqualTo(CLOSED);
        MockHttpServletResponse saved = browser.post(
                "/ns/shop/policies/web-in/edit",
                "yaml",
                text,
                "version",
                editor.select("input[name=version]").val(),
                "view",
                "yaml");
        assertThat(saved.getRedirectedUrl()).isEqualTo("/ns/shop/policies/web-in");
        assertThat(PolicyText.of(browser.objects().get(WEB_IN))).isEqualTo(CLOSED);
    }

    @Test
    void aDeletedPolicyComesBackAsANewOne() {
        browser.post("/ns/shop/policies/web-in/delete", "confirm", "web-in");
        assertThat(browser.cluster().current().policy(new PolicyRef("shop", "web-in")))
                .isNull();
        MockHttpServletResponse opened = browser.post("/history/" + edit() + "/restore");
        assertThat(opened.getRedirectedUrl()).isEqualTo("/ns/shop/policies/new");
        Document editor = browser.page("/ns/shop/policies/new?view=yaml");
        String text = Objects.requireNonNull(
                        editor.select("textarea[name=yaml]").first())
                .wholeText()
                .stripLeading();
        browser.post("/ns/shop/policies/new", "yaml", text, "view", "yaml");
        assertThat(PolicyText.of(browser.objects().get(WEB_IN))).isEqualTo(OPEN);
    }

    @Test
    void whatSomebodyIsWritingIsNotThrownAwayForARestore() {
        drafts.keep("admin", "shop/web-in", "1", "what it was", "what I am typing");
        String page = "/history/" + edit();
        assertThat(browser.post(page + "/restore").getRedirectedUrl()).isEqualTo(page);
        assertThat(drafts.find("admin", "shop/web-in").orElseThrow().text()).isEqualTo("what I am typing");
    }

    @Test
    void whatWeirKeepsItselfIsInTheHistoryWithWhoDidItFromWhere() {
        browser.post(
                "/access/people",
                "name",
                "bert",
                "password",
                "a long enough one",
                "role",
                "viewer",
                "namespaces",
                "shop");
        Document list = browser.page("/history");
        assertThat(list.select("tbody tr").get(0).text()).contains("person bert", "admin", "console", "created");
        Document page = browser.page(list.select("tbody tr a").get(0).attr("href"));
        assertThat(page.text()).contains("POST /access/people", "127.0.0.1", "roles: viewer@shop");
        assertThat(page.html()).doesNotContain("a long enough one").doesNotContain("$2a$");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(browser.get("/history/4711").getStatus()).isEqualTo(404);
        assertThat(browser.get("/history/none").getStatus()).isEqualTo(404);
        assertThat(browser.post("/history/4711/restore").getStatus()).isEqualTo(404);
        trail.note(Subject.own(Subject.Kind.PERSON, "bert"), "", "roles: viewer@shop\n");
        long person = entries(AuditQuery.ALL).getFirst().id();
        assertThat(browser.post("/history/" + person + "/restore").getStatus()).isEqualTo(404);
    }

    @Test
    void aPolicyAndAChangeSetLeadToTheirHistory() {
        assertThat(browser.page("/ns/shop/policies/web-in").select("a[href=/history?ns=shop&policy=web-in]"))
                .hasSize(1);
        String set = Objects.requireNonNull(
                browser.post("/changes/new", "yaml", CLOSED, "within", "10m").getRedirectedUrl());
        String id = set.substring(set.lastIndexOf('/') + 1);
        assertThat(browser.page(set).select("a[href=/history?change=" + id + "]"))
                .hasSize(1);
    }
}
