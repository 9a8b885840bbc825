/**
 * Text that people write and the object it means: YAML or JSON in, a tree and the line of every field out, so that what the API server says
 * about a field can be shown where the author wrote it. Follows YAML 1.1, because kubectl does. Used by the API and by the editor.
 */
@NullMarked
package dev.weir.document;

import org.jspecify.annotations.NullMarked;
