/**
 * Documents that libraries parse: files and resources of YAML, JSON, XML and the like. What comes from a trusted origin and holds
 * placeholders is rewritten before the parser sees it. Knows no library; a patch says where one begins to read, and where its
 * values come out.
 */
@NullMarked
package io.keyweave.agent.document;

import org.jspecify.annotations.NullMarked;
