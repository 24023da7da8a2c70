/**
 * Where a login passes in JavaMail and Jakarta Mail: in their providers, which every way into a session ends in, that of an
 * {@code Authenticator} too. One set of classes under the names of Oracle's and of Angus's packages.
 */
@NullMarked
package io.keyweave.agent.patch.mail;

import org.jspecify.annotations.NullMarked;
