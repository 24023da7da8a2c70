/** What is deployed into the servers. */
@NullMarked
package io.keyweave.test.servers.app;

import org.jspecify.annotations.NullMarked;
