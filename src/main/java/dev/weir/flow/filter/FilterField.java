package dev.weir.flow.filter;

import dev.weir.flow.StoredRecord;
import java.util.List;

/** One field of a record, for those who group or list values. */
public final class FilterField {
    private final RecordField field;

    FilterField(RecordField field) {
        this.field = field;
    }

    /** Its full name, without {@code jsonPayload.}. */
    public String path() {
        return field.path();
    }

    public String column() {
        return field.column();
    }

    /** Where the embedded store keeps it. */
    public RecordPart part() {
        return field.part();
    }

    /** Its column there. */
    public String columnOfPart() {
        return field.part().within(field.column());
    }

    /** Whether the column holds a list. */
    public boolean isRepeated() {
        return field.reader() instanceof FieldReader.Words;
    }

    /** Whether its values are words; else they are numbers. */
    public boolean isText() {
        return field.isText();
    }

    /** The values as text; none where the record does not have the field. */
    public List<String> values(StoredRecord stored) {
        return Predicates.shown(field, stored);
    }
}
