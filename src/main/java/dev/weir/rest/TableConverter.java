package dev.weir.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;

/** Answers with rows as CSV or as text, for whoever accepts that. */
final class TableConverter extends AbstractHttpMessageConverter<AnswerTable.Source> {
    /** The types, as handlers declare them. */
    static final String CSV = "text/csv";

    static final String TEXT = MediaType.TEXT_PLAIN_VALUE;

    TableConverter() {
        super(StandardCharsets.UTF_8, MediaType.parseMediaType(CSV), MediaType.TEXT_PLAIN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return AnswerTable.Source.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected AnswerTable.Source readInternal(Class<? extends AnswerTable.Source> type, HttpInputMessage message) {
        throw new UnsupportedOperationException("tables are answers only");
    }

    @Override
    protected void writeInternal(AnswerTable.Source answer, HttpOutputMessage message) throws IOException {
        MediaType type = message.getHeaders().getContentType();
        AnswerTable table = answer.table();
        String written = MediaType.TEXT_PLAIN.isCompatibleWith(type) ? table.text() : table.csv();
        message.getBody().write(written.getBytes(StandardCharsets.UTF_8));
    }
}
