/** XML of trusted files and resources, whichever interface of the JDK reads it: DOM, SAX and StAX share one class that opens documents. */
@NullMarked
package io.keyweave.agent.patch.xml;

import org.jspecify.annotations.NullMarked;
