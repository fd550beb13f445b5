/** A real Kafka broker for tests. */
@NullMarked
package org.astragal.broker;

import org.jspecify.annotations.NullMarked;
