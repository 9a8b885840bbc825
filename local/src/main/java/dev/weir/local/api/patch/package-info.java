/**
 * Changes of objects by several writers: the three patch formats, server-side apply, and who owns which field. Works on trees and their
 * schemas; knows nothing of the store or of HTTP.
 */
@NullMarked
package dev.weir.local.api.patch;

import org.jspecify.annotations.NullMarked;
