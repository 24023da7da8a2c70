/** Clients under the agent against real servers whose passwords change: one test class for each kind of server. */
@NullMarked
package io.keyweave.test.services;

import org.jspecify.annotations.NullMarked;
