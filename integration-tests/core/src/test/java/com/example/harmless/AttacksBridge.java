package com.example.harmless;

import java.io.IOException;
import java.io.Reader;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.Callable;

/** An application that tries to read, replace and use what the agent left in {@code java.base}. */
public final class AttacksBridge {

    private static final int MORE_THAN_THERE_ARE = 1_000;

    private static boolean reached;

    private AttacksBridge() {}

    public static void main(String[] args) throws Exception {
        Class<?> bridge = Class.forName("java.util.KeyweaveBridge");
        System.out.println("open=" + open(bridge));
        attempt(() -> {
            for (Field field : bridge.getDeclaredFields()) {
                attempt(() -> read(field));
                attempt(() -> replace(field));
            }
            return null;
        });
        attempt(() -> construct(bridge));
        attempt(() -> MethodHandles.privateLookupIn(bridge, MethodHandles.lookup()));
        System.out.println("reached=" + reached);
        System.out.println("answered=" + byHand(bridge));
        System.out.println("secret=" + System.getProperty("app.secret"));
        System.out.println("variable=" + System.getenv("APP_SECRET"));
        try {
            new Properties().load(new Failing());
        } catch (IOException failed) {
            System.out.println("named="
                    + Arrays.stream(failed.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals("java.util.KeyweaveBridge")));
        }
    }

    /** As somebody who has no Instrumentation, and makes up one. */
    private static Object open(Class<?> bridge) {
        Object[] stream = {"x"};
        Object forged = Proxy.newProxyInstance(
                AttacksBridge.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> null);
        Object answer = null;
        for (Method method : bridge.getDeclaredMethods()) {
            if (method.getName().equals("open")) {
                for (Object jvm : new Object[] {forged, "text", new Properties()}) {
                    try {
                        method.invoke(null, jvm, new byte[0], null, null, null, "x", null, stream);
                        answer = method;
                    } catch (ReflectiveOperationException | RuntimeException refused) {
                        // As it should be.
                    }
                }
            }
        }
        return answer;
    }

    private static Object read(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        return String.valueOf(field.get(null));
    }

    private static Object replace(Field field) throws ReflectiveOperationException {
        field.setAccessible(true);
        if (!field.getType().isPrimitive()) {
            field.set(null, null);
        }
        return field;
    }

    private static Object construct(Class<?> bridge) throws ReflectiveOperationException {
        Constructor<?> constructor = bridge.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void attempt(Callable<?> attack) {
        try {
            Object found = attack.call();
            if (found != null) {
                reached = true;
                System.out.println("reached " + found);
            }
        } catch (Exception refused) {
            // As it should be.
        }
    }

    /** How often a number passed by hand is answered, with all that a patched method could have passed. */
    private static int byHand(Class<?> bridge) throws Exception {
        Method enter = bridge.getMethod("enter", int.class, Object.class, Object.class);
        MethodHandle handle = MethodHandles.lookup().unreflect(enter);
        Object[] selves = {System.getProperties(), Properties.class, System.class, new Properties()};
        Object[] arguments = {null, "APP_SECRET", new Object[] {"app.secret", "x"}};
        int answered = 0;
        for (int hook = -1; hook < MORE_THAN_THERE_ARE; hook++) {
            for (Object self : selves) {
                for (Object argument : arguments) {
                    answered += enter.invoke(null, hook, self, argument) == null ? 0 : 1;
                    try {
                        answered += (Object[]) handle.invoke(hook, self, argument) == null ? 0 : 1;
                    } catch (Throwable thrown) {
                        throw new IllegalStateException(thrown);
                    }
                }
            }
        }
        return answered;
    }

    private static final class Failing extends Reader {
        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("no");
        }

        @Override
        public void close() {}
    }
}
