package dev.weir.security;

import dev.weir.access.People;
import dev.weir.access.Person;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** Who may sign in: the operator's administrator, and the people. What they may do is not looked up here. */
final class PeopleDetails implements UserDetailsService {
    private final String administratorHash;
    private final People people;

    /** @param administratorHash empty = the operator gave no password, and the administrator cannot sign in */
    PeopleDetails(String administratorHash, People people) {
        this.administratorHash = administratorHash;
        this.people = people;
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        String hash = name.equals(People.ADMINISTRATOR)
                ? administratorHash
                : people.find(name).map(Person::passwordHash).orElse("");
        if (hash.isEmpty()) {
            throw new UsernameNotFoundException("nobody of that name may sign in");
        }
        return User.withUsername(name).password(hash).build();
    }
}
