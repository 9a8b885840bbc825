package dev.weir;

import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What a connection holds. A tab with the live tail is one connection for hours, and hundreds are usual: what each keeps allocated is
 * smaller than Tomcat's defaults, which are meant for connections that carry one request after another. A longer answer is written in
 * more pieces.
 */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {
    private static final String READ_BYTES = "2048";
    private static final String WRITE_BYTES = "4096";

    /** Nobody who speaks with this server sends trailers. */
    private static final String TRAILER_BYTES = "256";

    @Bean
    TomcatConnectorCustomizer connectionBuffers() {
        return connector -> {
            connector.setProperty("socket.appReadBufSize", READ_BYTES);
            connector.setProperty("socket.appWriteBufSize", WRITE_BYTES);
            connector.setProperty("maxTrailerSize", TRAILER_BYTES);
            connector.setProperty("maxHttpResponseHeaderSize", WRITE_BYTES);
        };
    }
}
