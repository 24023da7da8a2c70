package io.keyweave.test.quarkus.app;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers the name of a property on standard input with its value in base64; {@code injected} and {@code own} are what it has read by itself. */
@QuarkusMain
public class QuarkusUnderTest implements QuarkusApplication {

    @ConfigProperty(name = "of.properties")
    String injected = "";

    @Override
    public int run(String... arguments) throws Exception {
        Properties own = new Properties();
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream("own.properties")) {
            own.load(in);
        }
        System.out.println("ready");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            String value =
                    switch (name) {
                        case "injected" -> injected;
                        case "own" -> own.getProperty("own");
                        default ->
                            ConfigProvider.getConfig()
                                    .getOptionalValue(name, String.class)
                                    .orElse("absent");
                    };
            System.out.println("=" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        }
        return 0;
    }
}
