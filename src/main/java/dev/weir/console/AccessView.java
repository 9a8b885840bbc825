package dev.weir.console;

import dev.weir.access.Access;
import dev.weir.access.ApiToken;
import dev.weir.access.Grant;
import dev.weir.access.Person;
import dev.weir.access.Role;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what.
 *
 * @param people null when the reader may not see them
 * @param roles that the reader can give away
 */
record AccessView(
        String reader,
        String clusterText,
        List<PermissionRow> permissions,
        @Nullable List<PersonRow> people,
        List<TokenRow> tokens,
        List<RoleChoice> roles,
        String wide) {

    /** @param because the grants that say so */
    record PermissionRow(String namespace, String href, String role, String may, String because) {}

    /** @param namespaces as the form takes them */
    record PersonRow(String name, List<String> grants, String added) {}

    record TokenRow(String id, String name, String may, String owner, String expires, boolean revocable) {}

    record RoleChoice(String value, String text) {}

    /** A token that was just made: the only time that its secret is seen. */
    record NewToken(String name, String secret) implements Serializable {
        @Override
        public String toString() {
            return "new token " + name;
        }
    }

    /** What the page is made of, as far as the reader may know it. */
    record Sources(
            Access access,
            List<String> namespaces,
            @Nullable List<Person> people,
            List<ApiToken> tokens) {}

    static AccessView of(Sources sources, Texts texts) {
        Access access = sources.access();
        List<Person> people = sources.people();
        return new AccessView(
                access.name(),
                texts.of("access.cluster." + clusterRole(access)),
                sources.namespaces().stream()
                        .map(name -> permission(name, access, texts))
                        .toList(),
                people == null
                        ? null
                        : people.stream().map(one -> person(one, texts)).toList(),
                sources.tokens().stream().map(token -> token(token, texts)).toList(),
                roles(access, texts),
                access.mayEverywhere(Role.VIEWER)
                        ? "*"
                        : access.namespaces(Role.VIEWER).toString());
    }

    private static String clusterRole(Access access) {
        if (access.mayEverywhere(Role.ADMIN)) {
            return "admin";
        }
        return access.mayEverywhere(Role.VIEWER) ? "viewer" : "none";
    }

    private static PermissionRow permission(String namespace, Access access, Texts texts) {
        Role role = access.greatest(namespace);
        List<String> because = access.grants().stream()
                .filter(grant -> grant.role() == role && grant.namespaces().contains(namespace))
                .map(grant -> words(grant, texts))
                .toList();
        return new PermissionRow(
                namespace,
                PolicyAddress.namespace(namespace),
                role.label(),
                texts.of("access.may." + role.label()),
                texts.and(because));
    }

    private static String words(Grant grant, Texts texts) {
        return grant.namespaces().all()
                ? texts.of("access.grant.all", grant.role().label())
                : texts.of(
                        "access.grant.some",
                        grant.role().label(),
                        texts.and(List.copyOf(grant.namespaces().names())));
    }

    private static PersonRow person(Person person, Texts texts) {
        return new PersonRow(
                person.name(),
                person.access().grants().stream()
                        .map(grant -> words(grant, texts))
                        .toList(),
                texts.of("access.added", person.createdBy(), texts.dayAndTime(person.created())));
    }

    private static TokenRow token(ApiToken token, Texts texts) {
        return new TokenRow(
                token.id(),
                token.name(),
                words(token.grant(), texts),
                texts.of("access.added", token.createdBy(), texts.dayAndTime(token.created())),
                token.expires() == null ? texts.of("access.never") : texts.dayAndTime(token.expires()),
                !token.createdBy().equals(ApiToken.OPERATOR));
    }

    private static List<RoleChoice> roles(Access access, Texts texts) {
        List<RoleChoice> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            if (access.mayAnywhere(role)) {
                roles.add(new RoleChoice(role.label(), texts.of("access.role." + role.label())));
            }
        }
        return roles;
    }
}
