/** The export of records, against a collector of this test. */
@NullMarked
package dev.weir.flow.otlp;

import org.jspecify.annotations.NullMarked;
