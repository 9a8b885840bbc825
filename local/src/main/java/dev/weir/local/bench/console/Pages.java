package dev.weir.local.bench.console;

import dev.weir.local.bench.BenchException;
import java.util.List;

/** What the bench asks for: every page, of changing namespaces, so that nothing is only remembered. */
final class Pages {
    /** {@code {n}} is a namespace's number, {@code {record}} and {@code {change}} the ids of a record and of an entry of the history. */
    private static final List<String> ALL = List.of(
            "/",
            "/?at=-10s",
            "/policies",
            "/policies?ns=town-{n}",
            "/policies/templates?ns=town-{n}",
            "/ns/town-{n}",
            "/ns/town-{n}?at=-10s",
            "/ns/town-{n}?tab=policies",
            "/ns/town-{n}?tab=matrix",
            "/ns/town-{n}?tab=denials",
            "/ns/town-{n}?tab=changes",
            "/ns/town-{n}/policies/app-3",
            "/ns/town-{n}/policies/app-3/hits",
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
            "/history/{change}",
            "/expectations",
            "/expectations?ns=town-{n}",
            "/ns/town-{n}/lockdown?step=policies",
            "/access",
            "/api/docs");

    private Pages() {}

    /** All with the empty text. */
    static List<String> containing(String text) {
        return ALL.stream().filter(page -> page.contains(text)).toList();
    }

    /** What there is to look at. */
    record Found(List<String> deniedRecords, List<String> changes) {
        Found {
            if (deniedRecords.isEmpty() || changes.isEmpty()) {
                throw new BenchException("the server tells of no denied record, or of no change");
            }
        }
    }

    static String address(String page, int round, Found found) {
        return page.replace("{n}", String.valueOf(round * 7 % Town.NAMESPACES))
                .replace(
                        "{record}",
                        found.deniedRecords().get(round % found.deniedRecords().size()))
                .replace("{change}", found.changes().get(round % found.changes().size()));
    }
}
