package com.example.idle;

/** The least an agent can be: what an idle start is compared with. */
public final class EmptyAgent {

    private EmptyAgent() {}

    public static void premain(String arguments) {}
}
