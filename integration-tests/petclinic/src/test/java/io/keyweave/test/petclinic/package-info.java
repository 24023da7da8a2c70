/** The public application spring-petclinic under the agent, from outside: its jar, its pages, its database. Uses none of its classes. */
@NullMarked
package io.keyweave.test.petclinic;

import org.jspecify.annotations.NullMarked;
