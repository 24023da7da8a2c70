/** A simulated agent of another maker. */
@NullMarked
package com.newrelic.bootstrap;

import org.jspecify.annotations.NullMarked;
