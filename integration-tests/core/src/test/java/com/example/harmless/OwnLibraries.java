package com.example.harmless;

import com.azure.core.util.UrlBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * An application with its own, older copies of libraries that the agent has inside too. It prints which copy each class came from
 * and what it did with it.
 */
public final class OwnLibraries {

    private OwnLibraries() {}

    public static void main(String[] args) throws Exception {
        Cache<String, String> cache = Caffeine.newBuilder().maximumSize(10).build();
        cache.put("key", "cached");
        System.out.println("caffeine=" + cache.getIfPresent("key") + " " + place(Caffeine.class));
        System.out.println(
                "jackson=" + new ObjectMapper().writeValueAsString(Map.of("a", 1)) + " " + place(ObjectMapper.class));
        System.out.println("azure=" + UrlBuilder.parse("https://h/p").getHost() + " " + place(UrlBuilder.class));
        LoggerFactory.getLogger("app").warn("a line of the application's own logger");
        System.out.println(
                "slf4j=" + LoggerFactory.getILoggerFactory().getClass().getName() + " " + place(LoggerFactory.class));
        System.out.println("secret=" + System.getProperty("app.secret"));
    }

    private static String place(Class<?> type) {
        String location =
                type.getProtectionDomain().getCodeSource().getLocation().toString();
        return location.substring(location.lastIndexOf('/') + 1) + " "
                + (type.getClassLoader() == ClassLoader.getSystemClassLoader());
    }
}
