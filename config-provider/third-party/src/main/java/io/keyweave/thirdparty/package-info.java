/** What a jar that packs libraries has to say about them. Runs while the project is built, and is part of nothing that users get. */
@NullMarked
package io.keyweave.thirdparty;

import org.jspecify.annotations.NullMarked;
