package dev.weir.rest;

import dev.weir.document.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/** Objects as YAML for whoever accepts that. Requests are read as text, for the positions in them. */
final class YamlConverter extends AbstractHttpMessageConverter<Map<?, ?>> {
    YamlConverter() {
        super(StandardCharsets.UTF_8, MediaType.APPLICATION_YAML);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Map.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected Map<?, ?> readInternal(Class<? extends Map<?, ?>> type, HttpInputMessage message) {
        throw new UnsupportedOperationException("YAML in requests is read by ObjectDocument");
    }

    @Override
    protected void writeInternal(Map<?, ?> object, HttpOutputMessage message) throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        object.forEach((key, value) -> tree.put(String.valueOf(key), value));
        message.getBody().write(YamlText.of(tree).getBytes(StandardCharsets.UTF_8));
    }
}
