package dev.weir.rest;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** How records are written, chosen by {@code Accept}. */
enum RecordFormat {
    PAGE(MediaType.APPLICATION_JSON),
    LINES(MediaType.parseMediaType("application/x-ndjson")),
    CSV(MediaType.parseMediaType("text/csv")),
    EVENTS(MediaType.TEXT_EVENT_STREAM);

    private final MediaType type;

    RecordFormat(MediaType type) {
        this.type = type;
    }

    MediaType type() {
        return type;
    }

    /** The first of the accepted types that there is, among those that fit; a browser's wildcard gets the first. */
    static RecordFormat accepted(List<MediaType> accepted, List<RecordFormat> fitting) {
        for (MediaType wanted : accepted) {
            for (RecordFormat format : fitting) {
                if (wanted.includes(format.type)) {
                    return format;
                }
            }
        }
        if (accepted.isEmpty()) {
            return fitting.getFirst();
        }
        throw new ProblemException(Problem.of(
                HttpStatus.NOT_ACCEPTABLE,
                "not-acceptable",
                "Not acceptable",
                "Accept one of "
                        + fitting.stream().map(format -> format.type.toString()).toList() + "."));
    }
}
