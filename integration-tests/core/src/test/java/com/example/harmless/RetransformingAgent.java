package com.example.harmless;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Properties;
import java.util.TooManyListenersException;

/** Another agent, which retransforms the classes that Keyweave patches, again and again as tracing agents do. */
public final class RetransformingAgent {

    private RetransformingAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
                        if ("java/util/Properties".equals(name)) {
                            System.out.println("other agent saw Properties");
                            return bytes;
                        }
                        return null;
                    }
                },
                true);
        instrumentation.retransformClasses(Properties.class, System.class, TooManyListenersException.class);
    }

    /** What the application calls to have it happen once more while it runs. */
    public static void main(String[] args) {}
}
