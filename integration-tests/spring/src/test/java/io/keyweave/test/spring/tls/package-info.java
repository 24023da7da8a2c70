/** An application that serves TLS with a certificate of the vault. */
@NullMarked
package io.keyweave.test.spring.tls;

import org.jspecify.annotations.NullMarked;
