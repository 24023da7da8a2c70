package io.keyweave.test.spring.app;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ResourceBundle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Reads {@code nested.properties} of the class path in the ways applications do. Joined by {@code |}. */
final class ClassPathReader {

    private ClassPathReader() {}

    static String read() throws Exception {
        ClassLoader loader = ClassPathReader.class.getClassLoader();
        String name = "nested.properties";
        List<String> got = new ArrayList<>();
        got.add(load(loader.getResourceAsStream(name)));
        got.add(load(new BufferedInputStream(loader.getResourceAsStream(name))));
        got.add(load(new InputStreamReader(loader.getResourceAsStream(name), StandardCharsets.UTF_8)));
        got.add(load(new BufferedReader(new InputStreamReader(loader.getResourceAsStream(name)))));
        got.add(load(loader.getResource(name).openStream()));
        got.add(load(loader.getResource(name).openConnection().getInputStream()));
        got.add(load(loader.getResources(name).nextElement().openStream()));
        got.add(load(ClassPathReader.class.getResourceAsStream("/" + name)));
        got.add(ResourceBundle.getBundle("nested").getString("a"));
        got.add(PropertiesLoaderUtils.loadAllProperties(name).getProperty("a"));
        for (Resource one : new PathMatchingResourcePatternResolver().getResources("classpath*:" + name)) {
            got.add(PropertiesLoaderUtils.loadProperties(one).getProperty("a"));
        }
        return String.join("|", got);
    }

    private static String load(InputStream in) throws Exception {
        Properties properties = new Properties();
        try (in) {
            properties.load(in);
        }
        return properties.getProperty("a");
    }

    private static String load(Reader in) throws Exception {
        Properties properties = new Properties();
        try (in) {
            properties.load(in);
        }
        return properties.getProperty("a");
    }
}
