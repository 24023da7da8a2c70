/**
 * Where a login passes in each JDBC driver, and what the driver says when it is refused. No driver is on our class path: their objects
 * are read through public methods by reflection. What a driver was given by the application is never changed, only copied.
 */
@NullMarked
package io.keyweave.agent.patch.jdbc;

import org.jspecify.annotations.NullMarked;
