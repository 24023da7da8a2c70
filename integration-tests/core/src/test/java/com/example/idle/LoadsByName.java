package com.example.idle;

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/** Reads a properties file through a class that is known by its name only. */
public final class LoadsByName {

    private LoadsByName() {}

    public static void main(String[] args) throws Exception {
        Class<?> type = Class.forName("java.util.Properties");
        Object properties = type.getDeclaredConstructor().newInstance();
        try (InputStream in = LoadsByName.class.getResourceAsStream("messages.properties")) {
            type.getMethod("load", InputStream.class).invoke(properties, in);
            System.out.println(type.getMethod("getProperty", String.class).invoke(properties, "password"));
        } catch (InvocationTargetException refused) {
            System.out.println("refused: " + refused.getCause());
        }
    }
}
