package io.keyweave.test.play.app;

import com.google.inject.AbstractModule;

/** Named by {@code play.modules.enabled}. */
public final class PlayModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(Answers.class).asEagerSingleton();
    }
}
