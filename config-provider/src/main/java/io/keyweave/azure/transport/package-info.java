/** How the Azure SDK sends, and that it logs nothing: its {@code HttpClient} over {@code io.keyweave.http}. Nothing here decides anything. */
@NullMarked
package io.keyweave.azure.transport;

import org.jspecify.annotations.NullMarked;
