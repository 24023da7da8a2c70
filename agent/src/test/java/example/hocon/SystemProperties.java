package example.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.Callable;

public final class SystemProperties implements Callable<Map<String, String>> {
    @Override
    public Map<String, String> call() {
        Config config = ConfigFactory.systemProperties();
        return Map.of(
                "value", config.getString("test.file"), "render", config.root().render());
    }
}
