package com.example.harmless;

import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** An agent that puts {@code java.util.Properties} back as it was in the JDK, once the application runs; and that application. */
public final class UndoingAgent {

    private static Instrumentation instrumentation;

    private UndoingAgent() {}

    public static void premain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    public static void main(String[] args) throws Exception {
        byte[] original;
        try (InputStream in = ClassLoader.getSystemResourceAsStream("java/util/Properties.class")) {
            original = in.readAllBytes();
        }
        instrumentation.addTransformer(
                new ClassFileTransformer() {
                    @Override
                    public byte[] transform(
                            ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
                        return "java/util/Properties".equals(name) ? original : null;
                    }
                },
                true);
        instrumentation.retransformClasses(Properties.class);
        System.out.println("undone");
        new CountDownLatch(1).await();
    }
}
