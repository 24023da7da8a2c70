/**
 * What an operator can see of the store without a port being opened: JFR events, JMX beans, the text of {@code status}. Versions and times,
 * never values. Nothing here is loaded before a secret has been asked for, and nothing here starts JFR or JMX: it joins what others
 * started.
 */
@NullMarked
package io.keyweave.observability;

import org.jspecify.annotations.NullMarked;
