/**
 * From traffic to policy: the policies that admit what was recorded of a namespace and nothing besides between its workloads. Recommends;
 * writes nothing. Design: {@code docs/design/recommendations.md}.
 */
@NullMarked
package dev.weir.recommendation;

import org.jspecify.annotations.NullMarked;
