/** How the Azure SDK sends: its {@code HttpClient} over {@code io.keyweave.http}. Nothing here decides anything. */
@NullMarked
package io.keyweave.azure.transport;

import org.jspecify.annotations.NullMarked;
