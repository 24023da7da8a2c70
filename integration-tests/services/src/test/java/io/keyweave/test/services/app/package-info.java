/** Applications that know nothing of Keyweave: each reads its password once, when it starts, and logs in when told. */
@NullMarked
package io.keyweave.test.services.app;

import org.jspecify.annotations.NullMarked;
