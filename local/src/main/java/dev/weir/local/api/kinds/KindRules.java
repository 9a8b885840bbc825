package dev.weir.local.api.kinds;

import dev.weir.local.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What is particular to a kind: the names it allows, the values that the server fills in, and what is refused. */
public interface KindRules {

    /** A kind with no rules of its own. */
    KindRules NONE = new KindRules() {};

    /** What is wrong with the name of an object of this kind; empty if nothing is. */
    default List<String> faultsOfName(String name) {
        return Names.subdomain(name);
    }

    /** Fills in what the object leaves out. Must give the same when called again. */
    default void applyDefaults(ObjectNode object) {}

    /** Adds to a new object what the cluster wants there; no writer owns it. */
    default void admit(ObjectNode object) {}

    default void validate(ObjectNode object, FieldErrors errors) {}

    /** Refuses changes of fields that cannot be changed. {@link #validate} has been called for the new object. */
    default void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {}
}
