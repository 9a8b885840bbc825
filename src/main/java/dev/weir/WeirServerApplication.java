package dev.weir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The control plane's main class. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class WeirServerApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(WeirServerApplication.class, arguments);
    }
}
