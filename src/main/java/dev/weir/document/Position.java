package dev.weir.document;

/** A stretch of text; lines and columns count from 1, the end column is the one after the last character. */
public record Position(int line, int column, int endLine, int endColumn) {}
