package dev.weir.form;

import dev.weir.document.EditableText;

/** A policy's text and its form. Immutable: whatever is changed in the form, the answer is another text. */
public final class FormText {
    private final EditableText text;
    private final PolicyForm form;

    private FormText(EditableText text) {
        this.text = text;
        form = new FormReader(text).read();
    }

    /** Throws {@link dev.weir.document.DocumentSyntaxException} when the text is no object, or none that can be changed in place. */
    public static FormText parse(String text) {
        return new FormText(EditableText.parse(text));
    }

    public EditableText text() {
        return text;
    }

    public PolicyForm form() {
        return form;
    }

    /**
     * The text in which the form says something else; throws {@link FormException} when that cannot be written.
     *
     * @param filledIn with its entries numbered as this form's are
     */
    public FormText with(PolicyForm filledIn) {
        return filledIn.equals(form)
                ? this
                : new FormText(text.become(FormWriter.write(text.object(), form, filledIn)));
    }

    /** The text in which one thing of the form says something else; throws {@link FormException} when that cannot be written. */
    public FormText with(FormField field, String value) {
        return value.equals(field.read(form)) ? this : with(field.write(form, value));
    }

    /** The text after a button of the form was pressed. */
    public FormText after(FormAction action) {
        EditableText result = text;
        for (var edit : action.edits(this)) {
            result = result.with(edit);
        }
        return new FormText(result);
    }
}
