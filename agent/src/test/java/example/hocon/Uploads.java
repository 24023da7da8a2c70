package example.hocon;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

/** What users send, in every way HOCON takes text. */
public final class Uploads implements Callable<Map<String, Object>> {

    private static final String TEXT = "a = \"$<kv:p>\"";

    @Override
    public Map<String, Object> call() {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("string", ConfigFactory.parseString(TEXT).getString("a"));
        results.put("reader", ConfigFactory.parseReader(new StringReader(TEXT)).getString("a"));
        results.put(
                "stream",
                ConfigFactory.parseReader(new InputStreamReader(
                                new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)),
                                StandardCharsets.UTF_8))
                        .getString("a"));
        results.put(
                "json",
                ConfigFactory.parseString("{\"a\": \"$\\u003ckv:p>\"}", ConfigParseOptions.defaults())
                        .getString("a"));
        results.put(
                "properties",
                ConfigFactory.parseString(
                                "a=$<kv:p>", ConfigParseOptions.defaults().setSyntax(ConfigSyntax.PROPERTIES))
                        .getString("a"));
        results.put("map", ConfigFactory.parseMap(Map.of("a", "$<kv:p>")).getString("a"));
        Properties properties = new Properties();
        properties.setProperty("a", "$<kv:p>");
        results.put("set properties", ConfigFactory.parseProperties(properties).getString("a"));
        results.put("value", ConfigValueFactory.fromAnyRef("$<kv:p>").unwrapped());
        return results;
    }
}
