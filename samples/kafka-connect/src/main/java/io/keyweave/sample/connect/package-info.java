/** Shows a Kafka Connect cluster that has its passwords from Key Vault. Knows Keyweave only as a plug-in. */
@NullMarked
package io.keyweave.sample.connect;

import org.jspecify.annotations.NullMarked;
