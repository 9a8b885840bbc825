package dev.weir;

import dev.weir.words.PolicyWords;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The sentences about policies that pages and REST have in common. */
@Configuration(proxyBeanMethods = false)
public class WordsConfiguration {
    @Bean
    PolicyWords policyWords(MessageSource messages) {
        return new PolicyWords((key, arguments) -> messages.getMessage(key, arguments, Locale.ENGLISH));
    }
}
