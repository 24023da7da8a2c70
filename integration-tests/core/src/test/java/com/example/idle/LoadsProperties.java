package com.example.idle;

import java.io.StringReader;
import java.util.Properties;

/** What most applications do: load some properties without any placeholder. */
public final class LoadsProperties {

    private LoadsProperties() {}

    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader("a=1\nprice=$5\n"));
        System.out.println(properties.getProperty("price"));
    }
}
