/**
 * Views in which placeholders read as their secrets: the map inside a {@code Properties}, and the environment. Loaded only when there
 * is a placeholder.
 */
@NullMarked
package io.keyweave.agent.views;

import org.jspecify.annotations.NullMarked;
