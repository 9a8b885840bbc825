package dev.weir;

import dev.weir.forecast.RateBook;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at the nodes' counters, so that there is something to forecast from. */
@Configuration(proxyBeanMethods = false)
class ForecastConfiguration {
    @Bean
    Watch rateWatch(ForecastProperties properties, RateBook book) {
        return new Watch("rates", properties.every(), book::look);
    }
}
