package io.keyweave.agent.patch.spring;

import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told of Spring. */
final class SpringMessages {

    static final MessageCode LISTENER_FAILED = new MessageCode(
            "KW-4502",
            WARN,
            "a listener to the change of {keys} failed: {exception}",
            "A listener of the application, or a bean of its refresh scope, threw that exception when Spring was told of a rotation. The new"
                    + " value is there.");

    static final MessageCode UNTRUSTED_ARGUMENT = new MessageCode(
            "KW-5402",
            WARN,
            "{origin}: a placeholder in it was not resolved, because this JVM was not started with that argument in that place. Put the placeholder"
                    + " into an environment variable or a file that is trusted, and refer to it from there (docs/spring.md).",
            "An argument that the application passed to `SpringApplication.run` by itself, or one of yours after such a one.");

    private SpringMessages() {}
}
