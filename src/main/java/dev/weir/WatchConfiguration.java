package dev.weir;

import dev.weir.access.CurrentAccess;
import dev.weir.alert.Alerts;
import dev.weir.visible.VisibleWatch;
import dev.weir.watch.WatchBook;
import dev.weir.watch.WatchedAlerts;
import dev.weir.watch.WatchedPolicies;
import dev.weir.watch.WatchedTexts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What programs may watch, which knows no Spring. */
@Configuration(proxyBeanMethods = false)
public class WatchConfiguration {
    @Bean
    WatchBook watchBook() {
        return new WatchBook();
    }

    @Bean
    WatchedPolicies watchedPolicies(WatchBook book, WatchedTexts texts) {
        return new WatchedPolicies(book, texts);
    }

    @Bean
    WatchedAlerts watchedAlerts(Alerts alerts, WatchBook book, WatchedTexts texts) {
        return WatchedAlerts.follow(alerts, book, texts);
    }

    @Bean
    VisibleWatch visibleWatch(WatchBook book, CurrentAccess reader) {
        return new VisibleWatch(book, reader);
    }
}
