package dev.weir.audit;

import java.util.Arrays;

/**
 * Who changed something, and from where.
 *
 * @param name of the person or token; outside, of the field manager; empty when nobody says it
 * @param address of the client; empty outside
 * @param place what was called, such as {@code POST /ns/shop/policies/web-in/edit}; outside, how it was written
 */
public record Author(Door door, String name, String address, String place) {
    /** The server by itself. */
    public static final Author SERVER = new Author(Door.SERVER, "weir", "", "");

    /** By which way a change came. */
    public enum Door {
        CONSOLE("console"),
        API("api"),
        /** Past Weir. Kubernetes tells then which program wrote, and not which person. */
        OUTSIDE("outside"),
        SERVER("server");

        private final String label;

        Door(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Door ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(door -> door.label.equals(label))
                    .findFirst()
                    .orElse(OUTSIDE);
        }
    }

    static Author outside(String manager, String how) {
        return new Author(Door.OUTSIDE, manager, "", how);
    }

    Author withoutAddress() {
        return new Author(door, name, "", place);
    }
}
