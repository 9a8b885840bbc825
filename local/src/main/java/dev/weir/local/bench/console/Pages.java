package dev.weir.local.bench.console;

import java.util.List;

/** What the bench asks for: every page, of changing namespaces, so that nothing is only remembered. */
final class Pages {
    /** {@code {n}} is a namespace's number, {@code {record}} a record's id. */
    private static final List<String> ALL = List.of(
            "/",
            "/policies",
            "/policies?ns=town-{n}",
            "/policies/templates?ns=town-{n}",
            "/ns/town-{n}",
            "/ns/town-{n}?tab=policies",
            "/ns/town-{n}?tab=matrix",
            "/ns/town-{n}?tab=denials",
            "/ns/town-{n}?tab=changes",
            "/ns/town-{n}/policies/app-3",
            "/ns/town-{n}/policies/app-3/edit",
            "/ns/town-{n}/policies/app-3/edit?view=form",
            "/ns/town-{n}/policies/new",
            "/logs",
            "/logs?verdict=deny&ns=town-{n}",
            "/logs/{record}",
            "/logs/{record}/proposal",
            "/flows",
            "/flows?view=map&ns=town-{n}",
            "/flows?view=matrix&scope=namespace",
            "/logging",
            "/nodes",
            "/nodes/node-00003",
            "/alerts",
            "/alerts/rules/denied-spike",
            "/changes",
            "/changes/new",
            "/reach",
            "/reach?to=town-{n}/app-3",
            "/history",
            "/expectations",
            "/ns/town-{n}/lockdown?step=policies",
            "/access",
            "/api/docs");

    private Pages() {}

    static List<String> all() {
        return ALL;
    }

    static String address(String page, int round, List<String> deniedRecords) {
        return page.replace("{n}", String.valueOf(round * 7 % Town.NAMESPACES))
                .replace("{record}", deniedRecords.get(round % deniedRecords.size()));
    }
}
