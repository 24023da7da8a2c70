package io.keyweave.agent.instrument;

import org.jspecify.annotations.Nullable;

/** Decides at a method's entry. Thread-safe. */
@FunctionalInterface
public interface Interceptor {

    /**
     * @return null to let the method run; an array whose only element is what the method returns (boxed; null element for
     *     {@code void}); {@link #exchanged} where the hook has an argument that may be exchanged
     * @throws Throwable what {@link Call#proceed} threw, or what {@link Call#raise} was given, reaches the caller of the method;
     *     anything else is an internal error: counted, and the method runs
     */
    Object @Nullable [] enter(Call call) throws Throwable;

    /** Lets a method run with another argument, which spares a call of the original: the JVM writes classes for the first of each. */
    static Object[] exchanged(Object instead) {
        return new Object[] {null, instead};
    }

    /**
     * Whether it would let the method run as things are. Asked before a {@link Call} is made, so that those who have no secrets, or not here,
     * pay for none; must be quick and cannot fail.
     *
     * @param argument as in {@link Direct#enter(Object, Object)}
     */
    default boolean isInactive(@Nullable Object argument) {
        return false;
    }

    /**
     * For methods called so often that even a {@link Call} is too much: sees the raw arguments and cannot proceed. Everything it
     * throws is an internal error.
     */
    interface Direct extends Interceptor {

        /**
         * @param self the object, or the declaring class for a static method
         * @param argument null for a method without arguments, the argument itself when there is one, otherwise an
         *     {@code Object[]} of all
         */
        Object @Nullable [] enter(Object self, @Nullable Object argument);

        /** Nobody calls it. An exception instead would be one more class that an idle JVM loads to verify this one. */
        @Override
        default Object @Nullable [] enter(Call call) {
            return null;
        }
    }
}
