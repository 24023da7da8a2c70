package com.example.harmless;

/** Another agent, which happens to need classes of the JDK that few need so early. Arguments: their names. */
public final class LoadingAgent {

    private LoadingAgent() {}

    public static void premain(String arguments) throws ClassNotFoundException {
        for (String name : arguments.split(" ")) {
            Class.forName(name);
        }
    }
}
