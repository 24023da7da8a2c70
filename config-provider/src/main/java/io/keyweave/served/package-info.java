/** Which secret a text came from: what logins and masks recognise values by. Knows the store, not who logs in. */
@NullMarked
package io.keyweave.served;

import org.jspecify.annotations.NullMarked;
