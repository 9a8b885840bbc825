package dev.weir.console;

import static dev.weir.console.ConsoleFixture.Browser.html;

import dev.weir.console.ConsoleFixture.Browser;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The fields of the editor's form as a browser without scripts would send them. */
record SentForm(Document page, Map<String, String> fields) {
    SentForm(Document page) {
        this(page, fieldsOf(page));
    }

    private static Map<String, String> fieldsOf(Document page) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : page.expectFirst("form.editor").select("input[name], textarea, select")) {
            if (field.attr("type").equals("checkbox") && !field.hasAttr("checked")) {
                continue;
            }
            String value = field.tagName().equals("textarea")
                    ? field.wholeText()
                    : field.tagName().equals("select")
                            ? field.select("option[selected]").val()
                            : field.val();
            fields.put(field.attr("name"), value.replace("\n", "\r\n"));
        }
        return fields;
    }

    String value(String name) {
        return fields.getOrDefault(name, "").replace("\r\n", "\n");
    }

    SentForm with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new SentForm(page, changed);
    }

    MockHttpServletRequestBuilder request(String address) {
        MockHttpServletRequestBuilder request = MockMvcRequestBuilders.post(URI.create(address + query()));
        fields.forEach(request::param);
        return request;
    }

    private String query() {
        String action = page.select("form.editor").attr("action");
        return action.contains("?") ? action.substring(action.indexOf('?')) : "";
    }

    MockHttpServletResponse press(String button, String value, Browser browser) {
        String action = page.select("form.editor").attr("action");
        MockHttpServletRequestBuilder request =
                request(action.contains("?") ? action.substring(0, action.indexOf('?')) : action);
        return browser.ask(button.isEmpty() ? request : request.param(button, value));
    }

    SentForm after(String button, String value, Browser browser) {
        return new SentForm(html(press(button, value, browser)));
    }
}
