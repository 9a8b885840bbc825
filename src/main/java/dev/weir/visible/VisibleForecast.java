package dev.weir.visible;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.forecast.Forecaster;
import dev.weir.forecast.LoggingForecast;
import dev.weir.forecast.NodeRates;
import dev.weir.forecast.RateBook;
import java.util.List;

/** Forecasts about the namespaces that the reader may see; about nodes for whoever may see them all. */
public final class VisibleForecast {
    private final RateBook book;
    private final ClusterView cluster;
    private final CurrentAccess reader;
    private final double limit;

    /**
     * @param cluster what the reader may see of it
     * @param limit records a second that each node may write
     */
    public VisibleForecast(RateBook book, ClusterView cluster, CurrentAccess reader, double limit) {
        this.book = book;
        this.cluster = cluster;
        this.reader = reader;
        this.limit = limit;
    }

    /** What these switches would record. */
    public LoggingForecast of(Switch allow, Switch deny) {
        Namespaces namespaces = reader.get().namespaces(Role.VIEWER);
        if (namespaces.all()) {
            return new Forecaster(book.rates(), cluster.current(), limit).of(allow, deny);
        }
        List<NodeRates> visible = book.rates().stream()
                .map(node -> node.within(namespaces::contains))
                .toList();
        return new Forecaster(visible, cluster.current(), limit).of(allow, deny).ofSomeNamespaces();
    }

    public double limit() {
        return limit;
    }
}
