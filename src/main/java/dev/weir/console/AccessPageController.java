package dev.weir.console;

import dev.weir.access.Access;
import dev.weir.access.AccessException;
import dev.weir.access.AccessRefusedException;
import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Grant;
import dev.weir.access.Namespaces;
import dev.weir.access.PeopleOffice;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Namespace;
import dev.weir.console.ConsoleErrorAdvice.NotThere;
import dev.weir.console.Parts.Banner;
import dev.weir.flow.TimeText;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /access}: what the reader may do and why; for administrators, the people; everybody's own API tokens. */
@Controller
final class AccessPageController {
    private static final String PAGE = "redirect:/access";
    private static final int LONGEST_NAME = 100;

    private final CurrentAccess reader;
    private final ClusterView cluster;
    private final PeopleOffice office;
    private final ApiTokens tokens;
    private final Texts texts;

    AccessPageController(
            CurrentAccess reader, ClusterView cluster, PeopleOffice office, ApiTokens tokens, Texts texts) {
        this.reader = reader;
        this.cluster = cluster;
        this.office = office;
        this.tokens = tokens;
        this.texts = texts;
    }

    @GetMapping("/access")
    String page(Model model) {
        Access access = reader.get();
        boolean administrator = access.mayEverywhere(Role.ADMIN);
        AccessView.Sources sources = new AccessView.Sources(
                access,
                cluster.current().namespaces().stream().map(Namespace::name).toList(),
                administrator ? office.list() : null,
                tokens.list().stream().filter(token -> isOf(access, token)).toList());
        model.addAttribute("view", AccessView.of(sources, texts));
        return "access/access";
    }

    private static boolean isOf(Access access, ApiToken token) {
        return access.mayEverywhere(Role.ADMIN) || token.createdBy().equals(access.name());
    }

    /** An empty password leaves that of somebody who is known as it is. */
    @PostMapping("/access/people")
    String put(
            @RequestParam String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam String role,
            @RequestParam String namespaces,
            RedirectAttributes redirect) {
        return tried(redirect, () -> {
            List<Grant> grants = List.of(grant(role, namespaces));
            office.put(
                    name.strip(),
                    password.isEmpty() ? null : password,
                    grants,
                    reader.get().name());
            return Banner.success(texts.of("access.person-saved", name.strip()));
        });
    }

    @PostMapping("/access/people/{name}/delete")
    String remove(@PathVariable String name, RedirectAttributes redirect) {
        if (!office.remove(name)) {
            throw new NotThere("person " + name);
        }
        redirect.addFlashAttribute("flash", Banner.success(texts.of("access.person-removed", name)));
        return PAGE;
    }

    @PostMapping("/access/tokens")
    String create(
            @RequestParam String name,
            @RequestParam String role,
            @RequestParam String namespaces,
            @RequestParam(defaultValue = "") String lifetime,
            RedirectAttributes redirect) {
        return tried(redirect, () -> {
            if (name.isBlank() || name.length() > LONGEST_NAME) {
                throw new AccessException(texts.of("access.token-name", LONGEST_NAME));
            }
            Access access = reader.get();
            Grant grant = grant(role, namespaces);
            if (!access.covers(grant)) {
                throw AccessRefusedException.beyond(grant);
            }
            ApiTokens.Created created = tokens.create(
                    name.strip(), grant, access.name(), lifetime.isBlank() ? null : TimeText.length(lifetime.strip()));
            redirect.addFlashAttribute("token", new AccessView.NewToken(name.strip(), created.secret()));
            return Banner.success(texts.of("access.token-made", name.strip()));
        });
    }

    @PostMapping("/access/tokens/{id}/revoke")
    String revoke(@PathVariable String id, RedirectAttributes redirect) {
        Access access = reader.get();
        ApiToken token =
                tokens.find(id).filter(known -> isOf(access, known)).orElseThrow(() -> new NotThere("token " + id));
        if (tokens.revoke(id)) {
            redirect.addFlashAttribute("flash", Banner.success(texts.of("access.token-revoked", token.name())));
        }
        return PAGE;
    }

    private Grant grant(String role, String namespaces) {
        Role known = Role.ofLabel(role).orElseThrow(() -> new AccessException(texts.of("access.no-role")));
        List<String> names = Arrays.stream(namespaces.split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        return new Grant(known, Namespaces.of(names));
    }

    /** A change that a person asks for. */
    private interface Attempt {
        Banner make();
    }

    private String tried(RedirectAttributes redirect, Attempt attempt) {
        Banner banner;
        try {
            banner = attempt.make();
        } catch (AccessException | AccessRefusedException refused) {
            banner = Banner.error(texts.of("access.refused"), String.valueOf(refused.getMessage()));
        } catch (DateTimeException unreadable) {
            banner = Banner.error(texts.of("access.refused"), texts.of("access.lifetime.unreadable"));
        }
        redirect.addFlashAttribute("flash", banner);
        return PAGE;
    }
}
