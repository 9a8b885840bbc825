package dev.weir.form;

/** What was filled in cannot be written into a policy; the message is for the person who filled it in. */
public final class FormException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormException(String message) {
        super(message);
    }
}
