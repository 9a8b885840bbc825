/** What each rule of {@code alert} looks at. Every look asks few questions, each limited in time and in how much it may answer. */
@NullMarked
package dev.weir.alert.detect;

import org.jspecify.annotations.NullMarked;
