package example.hocon;

import com.typesafe.config.ConfigFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;

public final class FromResource implements Callable<String> {
    @Override
    public String call() throws Exception {
        URL place = Path.of(System.getProperty("test.file")).toUri().toURL();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {place}, getClass().getClassLoader())) {
            return ConfigFactory.load(loader).getString("db.password");
        }
    }
}
