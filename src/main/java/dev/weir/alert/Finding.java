package dev.weir.alert;

/** A rule holds for a subject, now. */
public record Finding(AlertSubject subject, String summary, Measure measure, Evidence evidence) {}
