package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.LoginInterceptor;
import org.jspecify.annotations.Nullable;

/** What a provider returned, instead of throwing, when it was refused: on its way through the rules, which know exceptions only. */
final class MailRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Object answer;

    /** @param answer what the caller of the patched method is to get */
    MailRefusal(Object answer) {
        super(answer.toString(), null, false, false);
        this.answer = answer;
    }

    /**
     * An interceptor that turns a refusal back into what the provider returned.
     *
     * @param succeeded what the provider returns otherwise
     */
    static Interceptor returned(LoginInterceptor interceptor, @Nullable Object succeeded) {
        return call -> {
            try {
                return interceptor.enter(call) == null ? null : new Object[] {succeeded};
            } catch (MailRefusal refusal) {
                return new Object[] {refusal.answer};
            }
        };
    }
}
